// The files of one folder, read whole at the start and served from memory with ETag and, where it
// pays, pre-compressed: name.br and name.gz beside name are its encodings, not files of their own.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "net/message.hpp"

namespace vuedeo::http {

enum class Caching {
    kRevalidate,  // Cache-Control: no-cache, with ETag
    kForever,     // the name holds a hash of the content: public, max-age=31536000, immutable
};

class StaticFiles {
public:
    // Throws std::runtime_error when the folder cannot be read or holds more than 64 MiB.
    explicit StaticFiles(const std::filesystem::path& folder);

    bool has(const std::string& name) const;  // "assets/app.js": relative, '/'-separated
    // 200, or 304 by If-None-Match; throws Problem 404 for a name that is not there.
    net::Response serve(const net::Request& request, const std::string& name,
                        Caching caching) const;
    // A page that explains an error: with its status, and not to be kept.
    net::Response serveError(const net::Request& request, const std::string& name,
                             int status) const;

private:
    struct File;
    const File& find(const std::string& name) const;

    std::map<std::string, std::shared_ptr<const File>> files_;
};

}  // namespace vuedeo::http
