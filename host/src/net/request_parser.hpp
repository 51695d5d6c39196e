// Turns the bytes of a connection into requests, one after the other, however they are cut.
// Pure: no socket, no clock. Holds no memory between requests.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/limits.hpp"
#include "net/message.hpp"
#include "net/request_head.hpp"

namespace vuedeo::net {

class RequestParser {
public:
    enum class State { kIdle, kHead, kBody, kComplete, kFailed };

    explicit RequestParser(const Limits& limits) : limits_(limits) {}  // which must outlive it
    explicit RequestParser(const Limits&&) = delete;

    // Takes from the front of input what belongs to the current request, and says how many bytes
    // that was. Takes nothing once it is complete or has failed.
    std::size_t feed(std::string_view input);

    State state() const noexcept { return state_; }
    const HeadFacts& facts() const noexcept { return facts_; }         // from kBody on
    std::size_t bodyMissing() const noexcept { return bodyMissing_; }  // bytes
    const Refusal& refusal() const noexcept { return *refusal_; }      // kFailed
    std::shared_ptr<Request> take();  // kComplete: hands the request over, and is idle again

private:
    std::size_t feedHead(std::string_view input);
    std::size_t feedBody(std::string_view input);
    std::size_t scanHead(std::string_view head);
    void endHead(std::string_view head);
    void fail(Refusal refusal);

    const Limits& limits_;
    State state_ = State::kIdle;
    std::string head_;         // a head that came in parts
    std::size_t scanned_ = 0;  // up to here it holds no empty line
    std::size_t lineStart_ = 0;
    std::size_t bodyMissing_ = 0;
    HeadFacts facts_;
    std::shared_ptr<Request> request_;
    std::optional<Refusal> refusal_;
};

}  // namespace vuedeo::net
