#include "live/live_room.hpp"

#include <charconv>
#include <utility>

namespace vuedeo::live {

LiveRoom::LiveRoom(std::string epoch, std::chrono::seconds poll, std::size_t keepBytes)
    : epoch_(std::move(epoch)), poll_(poll), keepBytes_(keepBytes) {}

LiveRoom::Text LiveRoom::message(const char* type, uint64_t number, std::string_view rest) const {
    std::string text = std::string(R"({"type":")") + type + R"(","cursor":")" + epoch_ + '.' +
                       std::to_string(number) + '"';
    text += rest;
    text += '}';
    return std::make_shared<const std::string>(std::move(text));
}

bool LiveRoom::knows(std::string_view cursor, uint64_t& number) const {
    const std::size_t dot = epoch_.size();
    if (cursor.size() < dot + 2 || cursor.substr(0, dot) != epoch_ || cursor[dot] != '.') {
        return false;
    }
    const char* const end = cursor.data() + cursor.size();
    const auto [stop, error] = std::from_chars(cursor.data() + dot + 1, end, number);
    const uint64_t first = last_ - kept_.size();  // all after this one are here
    return error == std::errc() && stop == end && number >= first && number <= last_;
}

void LiveRoom::enter(const net::WebSocket& viewer, std::string_view cursor) {
    viewers_.emplace(viewer.id(), viewer);
    const std::string poll = R"(,"poll_s":)" + std::to_string(poll_.count());
    const Text reset = message("reset", last_, poll);
    uint64_t number = last_;
    if (!cursor.empty() && !knows(cursor, number)) {
        ++resets_;
        viewer.share(reset, reset);
        return;
    }
    viewer.share(message("hello", number, poll), reset);
    for (const Message& missed : kept_) {
        if (missed.number <= number) continue;
        // A reset stands for all of them.
        if (viewer.share(missed.text, reset) != net::WebSocket::ShareResult::kQueued) return;
    }
}

void LiveRoom::publish(std::string_view samples) {
    const Text text = message("samples", ++last_, std::string(R"(,"samples":)").append(samples));
    const Text instead = message("reset", last_, R"(,"poll_s":)" + std::to_string(poll_.count()));
    kept_.push_back({last_, text});
    keptBytes_ += text->size();
    while (keptBytes_ > keepBytes_) {
        keptBytes_ -= kept_.front().text->size();
        kept_.pop_front();
    }
    for (const auto& [id, viewer] : viewers_) {
        if (viewer.share(text, instead) == net::WebSocket::ShareResult::kReplaced) ++resets_;
    }
}

void LiveRoom::reset() {
    kept_.clear();
    keptBytes_ = 0;
    const Text text = message("reset", ++last_, R"(,"poll_s":)" + std::to_string(poll_.count()));
    for (const auto& [id, viewer] : viewers_) {
        if (viewer.share(text, text) != net::WebSocket::ShareResult::kGone) ++resets_;
    }
}

}  // namespace vuedeo::live
