// One request's answer on its way: what the copies of a Responder share. Any thread.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/mailbox.hpp"
#include "net/message.hpp"
#include "net/websocket.hpp"

namespace vuedeo::net {

// Where answers go: the connection. All calls come on its loop's thread. number: which of the
// connection's requests is meant; one that is over is left alone.
class AnswerSink {
public:
    virtual ~AnswerSink() = default;
    virtual void onAnswer(uint64_t number, Response&& response) = 0;
    virtual void onUpgrade(uint64_t number, std::shared_ptr<WebSocketListener> listener,
                           const std::string& protocol) = 0;
    virtual void onExpiry(uint64_t number, std::chrono::milliseconds time,
                          std::function<Response()> otherwise) = 0;
    // Whether the handler of this very request is running on this thread: then an answer needs no
    // detour.
    virtual bool isInHandler(uint64_t number) const noexcept = 0;
};

class Exchange {
public:
    Exchange(std::shared_ptr<Mailbox> mailbox, std::weak_ptr<AnswerSink> sink, uint64_t number,
             std::shared_ptr<const Request> request);
    ~Exchange();  // answers 500 if nobody has
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    void send(Response response);
    void expireAfter(std::chrono::milliseconds time, std::function<Response()> otherwise);
    void beforeSend(std::function<void(Response&)> hook) { hook_ = std::move(hook); }
    void upgrade(std::shared_ptr<WebSocketListener> listener, const std::string& protocol);

    bool clientGone() const noexcept { return clientGone_; }
    void markClientGone() noexcept { clientGone_ = true; }  // by the connection

private:
    bool claim() noexcept { return !answered_.exchange(true); }
    void deliver(Response response);

    const std::shared_ptr<Mailbox> mailbox_;
    const std::weak_ptr<AnswerSink> sink_;
    const uint64_t number_;
    const std::shared_ptr<const Request> request_;
    std::function<void(Response&)> hook_;
    std::atomic<bool> answered_{false};
    std::atomic<bool> clientGone_{false};
};

}  // namespace vuedeo::net
