#include "plugins/library.hpp"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

#include "telemetry/log.hpp"

namespace vuedeo::plugins {
namespace {

using Entry = const vuedeo_module*();

[[noreturn]] void refuse(const Manifest& manifest, const std::string& what) {
    throw std::runtime_error(manifest.library.string() + ": " + what);
}

boost::dll::shared_library open(const Manifest& manifest) {
    try {
        return boost::dll::shared_library(
            manifest.library, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    } catch (const std::exception& e) {
        refuse(manifest, std::string("cannot be loaded: ") + e.what() +
                             ". Install the libraries that it needs, or build it on this system.");
    }
}

Entry& findEntry(const Manifest& manifest, const boost::dll::shared_library& library) {
    if (!library.has(VUEDEO_MODULE_SYMBOL)) {
        refuse(manifest, "exports no symbol " VUEDEO_MODULE_SYMBOL
                         ": it is no Vuedeo plugin, or was built without VUEDEO_PLUGIN.");
    }
    return library.get<Entry>(VUEDEO_MODULE_SYMBOL);
}

void requireSame(const Manifest& manifest, const char* what, const char* ofModule,
                 const std::string& ofManifest) {
    if (ofModule == nullptr || ofManifest != ofModule) {
        refuse(manifest, std::string("says its ") + what + " is \"" +
                             (ofModule == nullptr ? "" : ofModule) +
                             "\", its manifest.toml says \"" + ofManifest +
                             "\": the two are from different builds, install it again.");
    }
}

void check(const Manifest& manifest, const vuedeo_module* module) {
    const std::string remedy = ": it is broken, report it to its author.";
    if (module == nullptr) refuse(manifest, "answers no module" + remedy);
    // size and abi_major come first in every version of the struct.
    if (module->abi_major != VUEDEO_ABI_MAJOR) {
        refuse(manifest, "is built for plugin ABI " + std::to_string(module->abi_major) +
                             ", this Vuedeo has ABI " + std::to_string(VUEDEO_ABI_MAJOR) +
                             ": install a version of the plugin for this ABI.");
    }
    if (!VUEDEO_HAS(module, vuedeo_module, get_interface)) {
        refuse(manifest, "has a module of " + std::to_string(module->size) +
                             " bytes, shorter than that of ABI 1.0" + remedy);
    }
    if (module->create == nullptr || module->start == nullptr || module->stop == nullptr ||
        module->destroy == nullptr || module->get_interface == nullptr) {
        refuse(manifest, "leaves a function of its module NULL" + remedy);
    }
    requireSame(manifest, "id", module->id, manifest.id);
    requireSame(manifest, "version", module->version, manifest.version);
    if (module->abi_minor > VUEDEO_ABI_MINOR) {
        log::info("the plugin is built for a later minor version of the ABI",
                  {{"plugin", manifest.id}, {"abi_minor", int64_t{module->abi_minor}}});
    }
}

}  // namespace

Library::Library(const Manifest& manifest) : library_(open(manifest)) {
    module_ = findEntry(manifest, library_)();
    check(manifest, module_);
}

void Library::pin() {
    const std::string path = library_.location().string();
    void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
    if (handle == nullptr) throw std::runtime_error(path + ": cannot be kept loaded");
    ::dlclose(handle);
}

}  // namespace vuedeo::plugins
