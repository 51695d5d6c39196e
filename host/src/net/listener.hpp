// The listening socket: accepts, counts, and deals the connections to the loops in turn.
#pragma once
#include <Poco/Net/Context.h>
#include <Poco/Net/ServerSocket.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "net/event_loop.hpp"
#include "net/shared_state.hpp"

namespace vuedeo::net {

class Listener final : public EventSource, public std::enable_shared_from_this<Listener> {
public:
    // Binds. Throws std::runtime_error naming address and port. tls: null for plain HTTP.
    Listener(const std::string& address, uint16_t port, SharedState& state,
             const std::vector<std::unique_ptr<EventLoop>>& loops, Poco::Net::Context::Ptr tls);

    uint16_t port() const { return socket_.address().port(); }
    void start();  // on the first loop's thread

    void onEvents(uint32_t epollEvents) override;
    void onDeadline() override;
    void onDrain() override;
    void onDrop() noexcept override;

private:
    bool acceptOne();
    void pause(int error);

    SharedState& state_;
    const std::vector<std::unique_ptr<EventLoop>>& loops_;
    Poco::Net::Context::Ptr tls_;
    Poco::Net::ServerSocket socket_;
    std::size_t nextLoop_ = 0;
};

}  // namespace vuedeo::net
