// What holds before any instance is made: the folder, the library, the module.
#include <algorithm>
#include <cstring>
#include <regex>
#include <string>

#include "check.hpp"
#include "elf_symbols.hpp"

namespace vuedeo::check {
namespace {

void matchesManifest(const Subject& subject) {
    const vuedeo_module& module = loadModule(subject.plugin);
    require(module.id != nullptr && module.id == subject.plugin.id,
            "the module's id is not the manifest's, " + subject.plugin.id);
    require(module.version != nullptr && module.version == subject.plugin.version,
            "the module's version is not the manifest's, " + subject.plugin.version);
    require(subject.plugin.abi == VUEDEO_ABI_MAJOR, "the manifest's abi is not 1");
    require(module.abi_major == VUEDEO_ABI_MAJOR,
            "the module's abi_major is " + std::to_string(module.abi_major));
}

void idIsPlain(const Subject& subject) {
    static const std::regex plain("[a-z0-9][a-z0-9.-]{0,63}");
    require(std::regex_match(subject.plugin.id, plain),
            "the id " + subject.plugin.id + " is not 1..64 of a-z 0-9 - .");
}

void exportsOneSymbol(const Subject& subject) {
    for (const std::string& symbol : exportedSymbols(subject.plugin.library)) {
        require(symbol == VUEDEO_MODULE_SYMBOL,
                "the library exports " + symbol + ", too: link it with the SDK's plugin.map");
    }
}

void bindsAtOnce(const Subject& subject) {
    loadModule(subject.plugin);
}

void isComplete(const Subject& subject) {
    const vuedeo_module& module = loadModule(subject.plugin);
    require(module.size >= sizeof(vuedeo_module),
            "the module's size is " + std::to_string(module.size) + ", less than 1.0's " +
                std::to_string(sizeof(vuedeo_module)));
    require(module.create != nullptr && module.start != nullptr && module.stop != nullptr &&
                module.destroy != nullptr && module.get_interface != nullptr,
            "a function of the module is NULL");
    require(module.sdk_version != nullptr, "sdk_version is NULL");
    require(module.reserved == 0, "reserved is not 0");
}

}  // namespace

std::vector<Check> moduleChecks() {
    return {
        {"id-plain", "The id is 1..64 of a-z 0-9 - . and the folder's name.", "", idIsPlain},
        {"binds-at-once", "The library loads with all its symbols bound (RTLD_NOW).", "",
         bindsAtOnce},
        {"one-symbol", "The library exports vuedeo_module_v1 and nothing else.", "",
         exportsOneSymbol},
        {"module-complete", "The module's struct is whole and all its functions are there.", "",
         isComplete},
        {"module-matches-manifest", "Manifest and module agree on id, version and ABI.", "",
         matchesManifest},
    };
}

}  // namespace vuedeo::check
