#include "elf_symbols.hpp"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace vuedeo::check {
namespace {

class ElfFile {
public:
    explicit ElfFile(const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        bytes_.assign(std::istreambuf_iterator<char>(file), {});
        const auto header = at<Elf64_Ehdr>(0);
        if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
            header.e_ident[EI_CLASS] != ELFCLASS64) {
            throw std::runtime_error(path.string() + " is no 64-bit ELF library");
        }
        for (uint64_t i = 0; i < header.e_shnum; ++i)
            sections_.push_back(at<Elf64_Shdr>(header.e_shoff + i * sizeof(Elf64_Shdr)));
    }

    std::vector<std::string> exported() const {
        std::vector<std::string> names;
        for (const Elf64_Shdr& section : sections_) {
            if (section.sh_type != SHT_DYNSYM) continue;
            const Elf64_Shdr& strings = sections_.at(section.sh_link);
            for (uint64_t offset = 0; offset < section.sh_size; offset += sizeof(Elf64_Sym)) {
                const auto symbol = at<Elf64_Sym>(section.sh_offset + offset);
                if (isExported(symbol)) names.push_back(text(strings.sh_offset + symbol.st_name));
            }
        }
        return names;
    }

private:
    static bool isExported(const Elf64_Sym& symbol) {
        const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
        return symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS &&
               ELF64_ST_BIND(symbol.st_info) != STB_LOCAL &&
               (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
    }

    template <class T>
    T at(uint64_t offset) const {
        T value;
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof value) {
            throw std::runtime_error("the library is cut off");
        }
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return value;
    }

    std::string text(uint64_t offset) const {
        if (offset >= bytes_.size()) throw std::runtime_error("the library is cut off");
        return std::string(std::string_view(bytes_).substr(offset).data());
    }

    std::string bytes_;
    std::vector<Elf64_Shdr> sections_;
};

}  // namespace

std::vector<std::string> exportedSymbols(const std::filesystem::path& library) {
    return ElfFile(library).exported();
}

}  // namespace vuedeo::check
