// Where a plugin's result goes: a string that never grows past its limit, whatever the plugin
// appends.
#pragma once
#include <vuedeo/abi.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace vuedeo::plugins {

class BoundedSink {
public:
    explicit BoundedSink(std::size_t limit) noexcept : limit_(limit) {}
    BoundedSink(const BoundedSink&) = delete;
    BoundedSink& operator=(const BoundedSink&) = delete;

    // Valid as long as this object.
    vuedeo_sink sink() noexcept { return {this, append}; }

    const std::string& text() const noexcept { return text_; }
    std::string take() noexcept { return std::move(text_); }
    bool overflowed() const noexcept { return overflowed_; }  // or memory ran out
    std::size_t limit() const noexcept { return limit_; }

private:
    static void append(void* ctx, const char* data, uint64_t size) noexcept {
        auto& self = *static_cast<BoundedSink*>(ctx);
        if (data == nullptr || size == 0) return;
        const std::size_t room = self.limit_ - self.text_.size();
        if (size > room) self.overflowed_ = true;
        try {
            self.text_.append(data, static_cast<std::size_t>(std::min<uint64_t>(size, room)));
        } catch (...) {
            self.overflowed_ = true;
        }
    }

    const std::size_t limit_;
    std::string text_;
    bool overflowed_ = false;
};

}  // namespace vuedeo::plugins
