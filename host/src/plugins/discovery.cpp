#include <sys/stat.h>
#include <vuedeo/abi.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <map>
#include <optional>
#include <system_error>

#include "plugins/registry.hpp"

namespace vuedeo::plugins {
namespace {

namespace fs = std::filesystem;

// Whoever may write a file that is loaded or served may run code here. Groups are trusted: with
// Debian's user groups a fresh checkout is group-writable.
std::optional<std::string> writableByOthers(const fs::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        return path.string() + " cannot be read: " + std::strerror(errno);
    }
    if ((info.st_mode & S_IWOTH) == 0) return std::nullopt;
    return path.string() + " may be changed by every user of this machine: chmod o-w " +
           path.string();
}

std::vector<fs::path> filesToTrust(const Manifest& manifest) {
    std::vector<fs::path> paths = {manifest.folder, manifest.folder / "manifest.toml",
                                   manifest.library};
    const fs::path web = manifest.folder / "web";
    std::error_code ignored;
    if (!manifest.webModule.empty() && fs::exists(web / manifest.webModule, ignored)) {
        paths.push_back(web);
        paths.push_back(web / manifest.webModule);
    }
    return paths;
}

std::optional<std::string> refusal(const Manifest& manifest) {
    if (manifest.abi != VUEDEO_ABI_MAJOR) {
        return "is built for plugin ABI " + std::to_string(manifest.abi) +
               ", this Vuedeo has ABI " + std::to_string(VUEDEO_ABI_MAJOR) +
               ": install the version of " + manifest.id + " for ABI " +
               std::to_string(VUEDEO_ABI_MAJOR);
    }
    std::error_code error;
    if (!fs::is_regular_file(manifest.library, error)) {
        return "has no library " + manifest.library.filename().string() +
               ", which its manifest names: build or install it again";
    }
    for (const fs::path& path : filesToTrust(manifest)) {
        if (auto reason = writableByOthers(path)) return reason;
    }
    return std::nullopt;
}

// Sorted, so that what is listed does not depend on the file system.
std::vector<fs::path> foldersWithManifest(const fs::path& entry, Discovery& discovery) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator it(entry, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (fs::is_directory(it->path(), ignored) &&
            fs::exists(it->path() / "manifest.toml", ignored)) {
            folders.push_back(it->path());
        }
    }
    if (error) {
        discovery.refused.push_back(
            {entry.string(), "cannot be read (" + error.message() +
                                 "): correct [plugins] path, or the folder's permissions"});
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

}  // namespace

bool isInstalled(const Manifest& manifest) {
    std::error_code ignored;
    return fs::equivalent(manifest.folder.parent_path(),
                          config::installPrefix() / "lib/vuedeo/plugins", ignored);
}

Discovery discover(const std::vector<fs::path>& searchPath) {
    Discovery discovery;
    std::map<std::string, fs::path> seen;
    for (const fs::path& entry : searchPath) {
        if (auto reason = writableByOthers(entry)) {
            discovery.refused.push_back({entry.string(), *reason});
            continue;
        }
        for (const fs::path& folder : foldersWithManifest(entry, discovery)) {
            try {
                Manifest manifest = readManifest(folder);
                const auto [first, isNew] = seen.emplace(manifest.id, folder);
                if (!isNew) {
                    discovery.refused.push_back(
                        {folder.string(), "is hidden by " + first->second.string() +
                                              ", which comes first in [plugins] path"});
                } else if (auto reason = refusal(manifest)) {
                    discovery.refused.push_back({folder.string(), *reason});
                } else {
                    discovery.found.push_back(std::move(manifest));
                }
            } catch (const std::exception& e) {
                discovery.refused.push_back({folder.string(), e.what()});
            }
        }
    }
    return discovery;
}

std::string toText(const Discovery& discovery) {
    std::string text;
    for (const Manifest& manifest : discovery.found) {
        text += manifest.id + " " + manifest.version + "  " + toString(manifest.kind) + "  " +
                manifest.name + "\n    " + manifest.folder.string() + "\n";
        for (const std::string& line : manifest.ignored) text += "    " + line + "\n";
    }
    for (const Refusal& refusal : discovery.refused) {
        text += "refused: " + refusal.folder + "\n    " + refusal.reason + "\n";
    }
    return text;
}

}  // namespace vuedeo::plugins
