// For tests of handlers: a request without a connection, and a Responder whose answer is kept.
#pragma once
#include <poll.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "net/exchange.hpp"
#include "net/responder.hpp"

namespace vuedeo::net {

inline std::shared_ptr<Request> makeRequest(const std::string& method, const std::string& target,
                                            std::string body = {}) {
    auto request = std::make_shared<Request>();
    request->head.setMethod(method);
    request->head.setURI(target);
    request->head.setVersion("HTTP/1.1");
    request->path = target.substr(0, target.find('?'));
    if (const auto question = target.find('?'); question != std::string::npos) {
        request->query = target.substr(question + 1);
    }
    request->body = std::move(body);
    request->id = "test-request";
    request->peer = "192.0.2.1";
    return request;
}

class KeptAnswer {
public:
    explicit KeptAnswer(std::shared_ptr<const Request> request)
        : exchange_(std::make_shared<Exchange>(mailbox_, sink_, 1, std::move(request))) {}

    // The one to hand on. Once: what is left without an owner answers 500.
    Responder responder() { return Responder(std::exchange(exchange_, nullptr)); }

    bool hasCome() {
        mailbox_->clearSignal();
        mailbox_->runTasks();
        return sink_->answer.has_value();
    }

    // Waits for it, at most some 20 s.
    const Response& wait() {
        pollfd poll{mailbox_->descriptor(), POLLIN, 0};
        while (!hasCome()) {
            if (::poll(&poll, 1, 20'000) <= 0) throw std::runtime_error("No answer came");
        }
        return *sink_->answer;
    }

private:
    struct Sink : AnswerSink {
        std::optional<Response> answer;
        void onAnswer(uint64_t /*number*/, Response&& response) override {
            answer = std::move(response);
        }
        void onUpgrade(uint64_t /*number*/, std::shared_ptr<WebSocketListener> /*listener*/,
                       const std::string& /*protocol*/) override {}
        void onExpiry(uint64_t /*number*/, std::chrono::milliseconds /*time*/,
                      std::function<Response()> /*otherwise*/) override {}
        bool isInHandler(uint64_t /*number*/) const noexcept override { return false; }
    };

    const std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
    const std::shared_ptr<Sink> sink_ = std::make_shared<Sink>();
    std::shared_ptr<Exchange> exchange_;
};

}  // namespace vuedeo::net
