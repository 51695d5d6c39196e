// The contract's borrowed strings and the host's, and how the host answers a plugin that calls it.
#pragma once
#include <vuedeo/abi.h>

#include <cstddef>
#include <string_view>

namespace vuedeo::plugins {

inline vuedeo_str toStr(std::string_view text) noexcept {
    return {text.data(), text.size()};
}

inline std::string_view toView(vuedeo_str text) noexcept {
    if (text.data == nullptr) return {};
    return {text.data, static_cast<std::size_t>(text.size)};
}

// Says why in the caller's error, which may be NULL, and returns the status.
inline vuedeo_status report(vuedeo_error* error, vuedeo_status status,
                            std::string_view why) noexcept {
    if (error != nullptr && error->message.append != nullptr) {
        error->message.append(error->message.ctx, why.data(), why.size());
    }
    return status;
}

}  // namespace vuedeo::plugins
