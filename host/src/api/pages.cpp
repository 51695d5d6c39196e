#include "api/pages.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "http/accept.hpp"
#include "http/problem.hpp"
#include "http/static_files.hpp"
#include "rooms/identifiers.hpp"

namespace vuedeo::api {
namespace {

using http::Caching;
using http::StaticFiles;
using net::Request;
using net::Response;

// Pages that the app's own router tells apart.
constexpr const char* kAppPages[] = {"/", "/room/{room}", "/metrics", "/metrics/{room}",
                                     "/admin/plugins"};

void addSecurityHeaders(http::Router& router, const config::Server& server,
                        const std::vector<plugins::Plugin*>& plugins) {
    router.setDefaultHeader("Content-Security-Policy", contentSecurityPolicy(plugins));
    router.setDefaultHeader("X-Content-Type-Options", "nosniff");
    // A room's name is the key to it: it must not travel to other sites.
    router.setDefaultHeader("Referrer-Policy", "no-referrer");
    router.setDefaultHeader("Cross-Origin-Opener-Policy", "same-origin");
    router.setDefaultHeader("Cross-Origin-Resource-Policy", "same-origin");
    router.setDefaultHeader("X-Frame-Options", "DENY");
    if (server.tls) router.setDefaultHeader("Strict-Transport-Security", "max-age=31536000");
}

// Where programs ask, and nobody types an address.
bool isForPrograms(const std::string& path) {
    constexpr std::string_view kFolders[] = {"/api/", "/assets/", "/plugins/"};
    return std::any_of(std::begin(kFolders), std::end(kFolders), [&path](std::string_view folder) {
        return path.compare(0, folder.size(), folder) == 0;
    });
}

// A person who opens an address that is none gets the app, which says so and shows the way home;
// everybody else a problem document.
Response answerNotFound(const StaticFiles& app, const Request& request) {
    const bool reads = request.method() == "GET" || request.method() == "HEAD";
    if (!reads || isForPrograms(request.path) ||
        !http::acceptsByName(request.header("Accept"), "text/html")) {
        throw http::Problem(404, "not-found", "There is nothing at this address");
    }
    return app.serveError(request, "index.html", 404);
}

}  // namespace

std::string moduleUrl(const plugins::Manifest& manifest) {
    if (manifest.webModule.empty()) return "";
    return "/plugins/" + manifest.id + "/" + manifest.webModule + "?v=" + manifest.version;
}

std::string contentSecurityPolicy(const std::vector<plugins::Plugin*>& plugins) {
    std::map<std::string, std::string> directives = {{"default-src", "'self'"},
                                                     {"base-uri", "'none'"},
                                                     {"form-action", "'self'"},
                                                     {"frame-ancestors", "'none'"},
                                                     {"object-src", "'none'"}};
    for (const plugins::Plugin* plugin : plugins) {
        for (const auto& [directive, sources] : plugin->manifest().csp) {
            std::string& value = directives.emplace(directive, "'self'").first->second;
            for (const std::string& source : sources) value += " " + source;
        }
    }
    std::string policy;
    for (const auto& [directive, sources] : directives) {
        if (!policy.empty()) policy += "; ";
        policy += directive + " " + sources;
    }
    return policy;
}

void addPages(http::Router& router, const config::Server& server,
              const std::vector<plugins::Plugin*>& plugins) {
    addSecurityHeaders(router, server, plugins);

    const auto app = std::make_shared<const StaticFiles>(server.webDir);
    if (!app->has("index.html")) {
        throw std::runtime_error(server.webDir.string() +
                                 ": the browser app is not there; build it with: cd web && npm ci "
                                 "&& node build.mjs <prefix>, or set server.web_dir");
    }
    for (const char* page : kAppPages) {
        router.add("GET", page, http::SyncHandler([app](const Request& request) {
                       const auto room = request.params.find("room");
                       if (room != request.params.end() && !rooms::isRoomName(room->second)) {
                           return answerNotFound(*app, request);
                       }
                       return app->serve(request, "index.html", Caching::kRevalidate);
                   }));
    }
    router.add("GET", "/assets/{file...}", http::SyncHandler([app](const Request& request) {
                   return app->serve(request, "assets/" + request.params.at("file"),
                                     Caching::kForever);
               }));
    router.add("GET", "/{file}", http::SyncHandler([app](const Request& request) {
                   const std::string& file = request.params.at("file");
                   if (!app->has(file)) return answerNotFound(*app, request);
                   return app->serve(request, file, Caching::kRevalidate);
               }));
    router.setNotFound([app](const Request& request) { return answerNotFound(*app, request); });

    for (const plugins::Plugin* plugin : plugins) {
        const plugins::Manifest& manifest = plugin->manifest();
        const std::filesystem::path folder = manifest.folder / "web";
        if (manifest.webModule.empty() || !std::filesystem::exists(folder / manifest.webModule)) {
            continue;  // the registry has warned of it
        }
        const auto files = std::make_shared<const StaticFiles>(folder);
        router.add("GET", "/plugins/" + manifest.id + "/{file...}",
                   http::SyncHandler([files](const Request& request) {
                       return files->serve(request, request.params.at("file"),
                                           Caching::kRevalidate);
                   }));
    }
}

}  // namespace vuedeo::api
