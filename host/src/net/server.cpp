#include "net/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstddef>
#include <thread>
#include <utility>
#include <vector>

#include "net/event_loop.hpp"
#include "net/listener.hpp"
#include "net/shared_state.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::net {
namespace {

constexpr std::size_t kOtherDescriptors = 128;  // files, plugins' own connections

void raiseDescriptorLimit(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    if (limit.rlim_cur >= connections + kOtherDescriptors) return;
    log::warning("The system allows fewer open files than connections are configured",
                 {{"open_files", static_cast<int64_t>(limit.rlim_cur)},
                  {"connections", static_cast<int64_t>(connections)}});
}

unsigned threadCount(unsigned asked) {
    return asked > 0 ? asked : std::max(2U, std::thread::hardware_concurrency());
}

}  // namespace

class Server::Impl {
public:
    Impl(const ServerOptions& options, Handler handler)
        : state_(options.limits, options.trustedProxies, std::move(handler), options.logRefusals) {
        for (unsigned i = 0; i < threadCount(options.threads); ++i) {
            loops_.push_back(std::make_unique<EventLoop>());
        }
        Poco::Net::Context::Ptr tls;
        if (options.tls) tls = makeTlsContext(*options.tls);
        listener_ = std::make_shared<Listener>(options.address, options.port, state_, loops_, tls);
        port_ = listener_->port();
    }

    ~Impl() {
        drain(std::chrono::milliseconds(0));
        for (const auto& loop : loops_) loop->stop();
    }

    void start() {
        raiseDescriptorLimit(state_.limits.connections);
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            loops_[i]->start("vuedeo-net-" + std::to_string(i));
        }
        loops_.front()->mailbox()->post([listener = std::move(listener_)] { listener->start(); });
    }

    void drain(std::chrono::milliseconds atMost) {
        const auto until = std::chrono::steady_clock::now() + atMost;
        state_.draining = true;
        for (const auto& loop : loops_) {
            loop->mailbox()->post([target = loop.get()] { target->drain(); });
        }
        state_.admissions.waitUntilEmpty(until);
    }

    uint16_t port() const noexcept { return port_; }

    ServerCounters counters() const {
        return {state_.admissions.connections(),
                state_.webSockets,
                state_.requests,
                state_.bodyBytes,
                state_.unsentBytes,
                state_.refusals.all()};
    }

private:
    SharedState state_;
    std::vector<std::unique_ptr<EventLoop>> loops_;
    std::shared_ptr<Listener> listener_;  // until start(), when the first loop takes it
    uint16_t port_ = 0;
};

Server::Server(const ServerOptions& options, Handler handler)
    : impl_(std::make_unique<Impl>(options, std::move(handler))) {}

Server::~Server() = default;

void Server::start() {
    impl_->start();
}

uint16_t Server::port() const noexcept {
    return impl_->port();
}

ServerCounters Server::counters() const {
    return impl_->counters();
}

void Server::drain(std::chrono::milliseconds atMost) {
    impl_->drain(atMost);
}

}  // namespace vuedeo::net
