// The browser app, the plugins' browser halves, and the headers that keep both safe.
#pragma once
#include <string>
#include <vector>

#include "config/config.hpp"
#include "http/router.hpp"
#include "plugins/registry.hpp"

namespace vuedeo::api {

// Where the browser imports a plugin's module from; empty when the plugin has none.
std::string moduleUrl(const plugins::Manifest& manifest);

// 'self' and what the manifests of these plugins add.
std::string contentSecurityPolicy(const std::vector<plugins::Plugin*>& plugins);

// Throws std::runtime_error when the app's files are not where the configuration says.
void addPages(http::Router& router, const config::Server& server,
              const std::vector<plugins::Plugin*>& plugins);

}  // namespace vuedeo::api
