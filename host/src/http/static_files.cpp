#include "http/static_files.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "http/content_encoding.hpp"
#include "http/media_type.hpp"
#include "http/problem.hpp"
#include "net/limits.hpp"

namespace vuedeo::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFolderBytes = 64 * net::kMiB;

using Content = std::shared_ptr<const std::string>;

Content readFile(const fs::path& path, std::size_t bytes) {
    std::ifstream file(path, std::ios::binary);
    auto content = std::make_shared<std::string>(bytes, '\0');
    file.read(content->data(), static_cast<std::streamsize>(bytes));
    if (!file) throw std::runtime_error("Cannot read " + path.string());
    return content;
}

// A strong tag: a part of the content's SHA-256.
std::string entityTagOf(const std::string& content) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    if (EVP_Digest(content.data(), content.size(), digest.data(), nullptr, EVP_sha256(), nullptr) !=
        1) {
        throw std::runtime_error("Cannot compute a SHA-256");
    }
    std::string tag = "\"";
    for (std::size_t i = 0; i < 12; ++i) {
        tag += "0123456789abcdef"[digest[i] >> 4U];
        tag += "0123456789abcdef"[digest[i] & 15U];
    }
    return tag + '"';
}

bool hasEnding(std::string_view name, std::string_view ending) {
    return name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending;
}

// Measures all before it reads any.
std::map<std::string, Content> readFolder(const fs::path& folder) {
    std::map<std::string, std::size_t> sizes;
    std::size_t sum = 0;
    for (const auto& item : fs::recursive_directory_iterator(folder)) {
        if (!item.is_regular_file()) continue;
        const auto bytes = static_cast<std::size_t>(item.file_size());
        sizes[item.path().lexically_relative(folder).generic_string()] = bytes;
        sum += bytes;
    }
    if (sum > kFolderBytes) throw std::runtime_error(folder.string() + " holds more than 64 MiB");
    std::map<std::string, Content> contents;
    for (const auto& [name, bytes] : sizes) contents[name] = readFile(folder / name, bytes);
    return contents;
}

}  // namespace

struct StaticFiles::File {
    Content plain;
    Content brotli;  // null, or smaller than plain; as is gzip
    Content gzip;
    std::string mediaType;
    std::string entityTag;

    // In the encoding that the client takes best.
    net::Response represent(const net::Request& request) const;
};

net::Response StaticFiles::File::represent(const net::Request& request) const {
    net::Response response;
    const std::string accepted = request.header("Accept-Encoding");
    std::string tag = entityTag;
    response.shared = plain;
    // Each encoding is a representation with a tag of its own (RFC 9110, 8.8.3.3).
    const auto encode = [&](const Content& content, const std::string& coding) {
        response.shared = content;
        response.headers.set("Content-Encoding", coding);
        tag.insert(tag.size() - 1, "-" + coding);
    };
    if (brotli && acceptsEncoding(accepted, "br")) {
        encode(brotli, "br");
    } else if (gzip && acceptsEncoding(accepted, "gzip")) {
        encode(gzip, "gzip");
    }
    response.headers.set("Content-Type", mediaType);
    response.headers.set("ETag", tag);
    if (brotli || gzip) response.headers.set("Vary", "Accept-Encoding");
    return response;
}

StaticFiles::StaticFiles(const std::filesystem::path& folder) {
    std::map<std::string, Content> contents;
    try {
        contents = readFolder(folder);
    } catch (const fs::filesystem_error& error) {
        throw std::runtime_error("Cannot read the folder " + folder.string() + ": " +
                                 error.code().message());
    }
    const auto encoded = [&contents](const std::string& name, const Content& plain) -> Content {
        const auto found = contents.find(name);
        if (found == contents.end() || found->second->size() >= plain->size()) return nullptr;
        return found->second;
    };
    for (const auto& [name, content] : contents) {
        const bool isEncoding =
            (hasEnding(name, ".br") && contents.count(name.substr(0, name.size() - 3)) > 0) ||
            (hasEnding(name, ".gz") && contents.count(name.substr(0, name.size() - 3)) > 0);
        if (isEncoding) continue;
        files_[name] = std::make_shared<const File>(File{content, encoded(name + ".br", content),
                                                         encoded(name + ".gz", content),
                                                         mediaTypeOf(name), entityTagOf(*content)});
    }
}

bool StaticFiles::has(const std::string& name) const {
    return files_.count(name) > 0;
}

const StaticFiles::File& StaticFiles::find(const std::string& name) const {
    const auto found = files_.find(name);
    if (found == files_.end()) throw Problem(404, "not-found", "There is no such file");
    return *found->second;
}

net::Response StaticFiles::serve(const net::Request& request, const std::string& name,
                                 Caching caching) const {
    net::Response response = find(name).represent(request);
    response.headers.set("Cache-Control", caching == Caching::kForever
                                              ? "public, max-age=31536000, immutable"
                                              : "no-cache");
    if (matchesEntityTag(request.header("If-None-Match"), response.headers.get("ETag"))) {
        response.status = 304;
        response.shared = nullptr;
        response.headers.erase("Content-Encoding");
        response.headers.erase("Content-Type");
    }
    return response;
}

net::Response StaticFiles::serveError(const net::Request& request, const std::string& name,
                                      int status) const {
    net::Response response = find(name).represent(request);
    response.status = status;
    response.headers.set("Cache-Control", "no-store");
    response.headers.erase("ETag");
    return response;
}

}  // namespace vuedeo::http
