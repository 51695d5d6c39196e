#include "net/output.hpp"

#include <algorithm>
#include <utility>

namespace vuedeo::net {

std::string_view Output::bodyRest() const noexcept {
    return std::string_view(shared_ ? *shared_ : body_).substr(bodySent_);
}

void Output::advance(std::size_t count) noexcept {
    const std::size_t ofBytes = std::min(count, bytes_.size() - sent_);
    sent_ += ofBytes;
    bodySent_ += count - ofBytes;
    if (!empty()) return;
    std::string().swap(bytes_);
    std::string().swap(body_);
    shared_.reset();
    sent_ = bodySent_ = 0;
}

IoStatus Output::send(Transport& transport, std::string_view head, Response&& response,
                      bool withBody) {
    std::size_t sent = 0;
    if (empty()) {  // the usual case: all leaves at once, and nothing is copied
        const std::string_view body = withBody ? response.content() : std::string_view();
        const IoResult result = transport.write(head, body);
        if (result.status == IoStatus::kClosed) return IoStatus::kClosed;
        sent = result.bytes;
        if (sent == head.size() + body.size()) return IoStatus::kDone;
    }
    bytes_ += head.substr(std::min(sent, head.size()));
    if (withBody) {
        shared_ = std::move(response.shared);
        if (!shared_) body_ = std::move(response.body);
        bodySent_ = sent - std::min(sent, head.size());
    }
    bool progressed = false;
    return flush(transport, progressed);
}

IoStatus Output::flush(Transport& transport, bool& progressed) {
    while (!empty()) {
        const IoResult result = transport.write(rest(), bodyRest());
        if (result.status != IoStatus::kDone) return result.status;
        progressed = true;
        advance(result.bytes);
    }
    return IoStatus::kDone;
}

}  // namespace vuedeo::net
