// Why a plugin could not do what was asked: its status and its message, for the log.
#pragma once
#include <vuedeo/abi.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "plugins/manifest.hpp"

namespace vuedeo::plugins {

class PluginError : public std::runtime_error {
public:
    PluginError(const Manifest& plugin, vuedeo_status status, const std::string& message,
                std::string field = {}, std::chrono::milliseconds retryAfter = {})
        : PluginError(plugin.id, status, message, std::move(field), retryAfter) {
        pluginName_ = plugin.name;
    }
    PluginError(std::string pluginId, vuedeo_status status, const std::string& message,
                std::string field = {}, std::chrono::milliseconds retryAfter = {})
        : std::runtime_error(message),
          pluginId_(std::move(pluginId)),
          pluginName_(pluginId_),
          status_(status),
          field_(std::move(field)),
          retryAfter_(retryAfter) {}

    const std::string& pluginId() const noexcept { return pluginId_; }
    const std::string& pluginName() const noexcept { return pluginName_; }  // for people
    vuedeo_status status() const noexcept { return status_; }
    const std::string& field() const noexcept { return field_; }
    std::chrono::milliseconds retryAfter() const noexcept { return retryAfter_; }

private:
    std::string pluginId_;
    std::string pluginName_;
    vuedeo_status status_;
    std::string field_;
    std::chrono::milliseconds retryAfter_;
};

}  // namespace vuedeo::plugins
