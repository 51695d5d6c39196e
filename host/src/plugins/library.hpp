// The shared library of a plugin: loaded, and its vuedeo_module held against the contract and the
// manifest. [main] thread; owned by one PluginInstance.
#pragma once
// Boost.DLL 1.74 does not include it before library_info.hpp, which needs it.
#include <vector>
// Otherwise it links Boost.Filesystem.
#define BOOST_DLL_USE_STD_FS
#include <vuedeo/abi.h>

#include <boost/dll/shared_library.hpp>

#include "plugins/manifest.hpp"

namespace vuedeo::plugins {

class Library {
public:
    // Throws std::runtime_error: what is wrong (with the loader's own text) and how to remedy it.
    explicit Library(const Manifest& manifest);

    const vuedeo_module& module() const noexcept { return *module_; }

    // From now on the library stays mapped until the process ends: its threads, thread-local
    // destructors and static objects cannot be trusted to be gone once it was started.
    void pin();

private:
    boost::dll::shared_library library_;
    const vuedeo_module* module_ = nullptr;
};

}  // namespace vuedeo::plugins
