// What a connection has still to send. Holds memory only while the peer is behind.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "net/message.hpp"
#include "net/transport.hpp"

namespace vuedeo::net {

class Output {
public:
    bool empty() const noexcept { return rest().empty() && bodyRest().empty(); }
    std::size_t heldBody() const noexcept { return body_.size(); }  // bytes of memory

    // Bytes to add to, before flush(); only while no body is queued.
    std::string& bytes() noexcept { return bytes_; }

    // Sends head and the response's body as far as it goes, and keeps the rest.
    IoStatus send(Transport& transport, std::string_view head, Response&& response, bool withBody);

    // kDone when all is sent. Says by progressed whether anything was.
    IoStatus flush(Transport& transport, bool& progressed);

private:
    std::string_view rest() const noexcept { return std::string_view(bytes_).substr(sent_); }
    std::string_view bodyRest() const noexcept;
    void advance(std::size_t count) noexcept;

    std::string bytes_;
    std::size_t sent_ = 0;  // of bytes_
    std::string body_;
    std::shared_ptr<const std::string> shared_;  // instead of body_
    std::size_t bodySent_ = 0;
};

}  // namespace vuedeo::net
