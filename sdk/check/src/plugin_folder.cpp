#include "plugin_folder.hpp"

#include <dlfcn.h>
#include <vuedeo/abi/chart.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/sample_source.h>
#include <vuedeo/abi/video_provider.h>

#include <toml++/toml.h>
#include <map>
#include <stdexcept>

namespace vuedeo::check {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& manifest, const std::string& what) {
    throw std::runtime_error(manifest.string() + ": " + what);
}

std::string textOf(const std::filesystem::path& manifest, const toml::table& table,
                   const char* key) {
    const auto text = table[key].value<std::string>();
    if (!text || text->empty()) refuse(manifest, std::string(key) + " must be a text");
    return *text;
}

// A file of the folder itself: what lies elsewhere is not the plugin's.
std::string fileNameOf(const std::filesystem::path& manifest, const char* key,
                       const std::string& name) {
    if (std::filesystem::path(name).filename() != name || name == "." || name == "..") {
        refuse(manifest, std::string(key) + " must be the name of a file, without a folder");
    }
    return name;
}

}  // namespace

PluginFolder readPluginFolder(const std::filesystem::path& folder) {
    PluginFolder plugin;
    plugin.folder = std::filesystem::canonical(folder);
    const auto manifest = plugin.folder / "manifest.toml";
    toml::table table;
    try {
        table = toml::parse_file(manifest.string());
    } catch (const toml::parse_error& error) {
        refuse(manifest, "line " + std::to_string(error.source().begin.line) + ": " +
                             std::string(error.description()));
    }
    plugin.id = textOf(manifest, table, "id");
    plugin.kind = textOf(manifest, table, "kind");
    plugin.version = textOf(manifest, table, "version");
    textOf(manifest, table, "name");
    plugin.abi = table["abi"].value_or(int64_t{0});
    plugin.library =
        plugin.folder / fileNameOf(manifest, "library", textOf(manifest, table, "library"));
    const std::string module = table["web"]["module"].value_or(std::string());
    if (!module.empty()) plugin.webModule = fileNameOf(manifest, "web.module", module);
    if (plugin.id != plugin.folder.filename()) {
        refuse(manifest, "id is \"" + plugin.id + "\", but the folder is called " +
                             plugin.folder.filename().string());
    }
    if (interfaceOf(plugin.kind).empty()) {
        refuse(manifest, "kind \"" + plugin.kind + "\" is none that this version knows");
    }
    return plugin;
}

const vuedeo_module& loadModule(const PluginFolder& plugin) {
    void* library = dlopen(plugin.library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(dlerror());
    void* symbol = dlsym(library, VUEDEO_MODULE_SYMBOL);
    if (symbol == nullptr) {
        throw std::runtime_error(plugin.library.string() + " exports no " VUEDEO_MODULE_SYMBOL);
    }
    const vuedeo_module* module = reinterpret_cast<vuedeo_module_fn>(symbol)();
    if (module == nullptr) throw std::runtime_error(VUEDEO_MODULE_SYMBOL " returned NULL");
    return *module;
}

std::string interfaceOf(const std::string& kind) {
    static const std::map<std::string, std::string> interfaces = {
        {"video-provider", VUEDEO_VIDEO_PROVIDER_1},
        {"metrics-store", VUEDEO_METRICS_STORE_1},
        {"chart", VUEDEO_CHART_1},
        {"sample-source", VUEDEO_SAMPLE_SOURCE_1}};
    const auto found = interfaces.find(kind);
    return found == interfaces.end() ? "" : found->second;
}

}  // namespace vuedeo::check
