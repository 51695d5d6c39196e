#include "net/exchange.hpp"

#include <exception>
#include <utility>

#include "net/plain_problem.hpp"
#include "net/websocket_handshake.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::net {
namespace {

void runHook(const std::function<void(Response&)>& hook, const Request& request,
             Response& response) noexcept {
    if (!hook) return;
    try {
        hook(response);
    } catch (const std::exception& error) {
        log::error("The hook of an answer failed", {{"request_id", std::string_view(request.id)},
                                                    {"error", std::string_view(error.what())}});
    }
}

}  // namespace

Exchange::Exchange(std::shared_ptr<Mailbox> mailbox, std::weak_ptr<AnswerSink> sink,
                   uint64_t number, std::shared_ptr<const Request> request)
    : mailbox_(std::move(mailbox)),
      sink_(std::move(sink)),
      number_(number),
      request_(std::move(request)) {}

Exchange::~Exchange() {
    if (!claim()) return;
    try {
        log::error("A request was dropped without an answer",
                   {{"method", std::string_view(request_->method())},
                    {"path", std::string_view(request_->path)},
                    {"request_id", std::string_view(request_->id)}});
        deliver(plainProblem(500, "internal-error", "The server gave no answer", request_->id));
    } catch (const std::exception& error) {
        log::error("An answer is lost", {{"error", std::string_view(error.what())}});
    }
}

void Exchange::send(Response response) {
    if (claim()) deliver(std::move(response));
}

void Exchange::expireAfter(std::chrono::milliseconds time, std::function<Response()> otherwise) {
    if (mailbox_->isOwnThread()) {
        if (const auto sink = sink_.lock()) sink->onExpiry(number_, time, std::move(otherwise));
        return;
    }
    mailbox_->post([sink = sink_, number = number_, time, late = std::move(otherwise)]() mutable {
        if (const auto held = sink.lock()) held->onExpiry(number, time, std::move(late));
    });
}

void Exchange::upgrade(std::shared_ptr<WebSocketListener> listener, const std::string& protocol) {
    if (auto refusal = refuseHandshake(*request_)) {
        send(std::move(*refusal));
        return;
    }
    if (!claim()) return;
    if (mailbox_->isOwnThread()) {
        const auto sink = sink_.lock();
        if (sink && sink->isInHandler(number_)) {
            sink->onUpgrade(number_, std::move(listener), protocol);
            return;
        }
    }
    mailbox_->post([sink = sink_, number = number_, listener = std::move(listener), protocol] {
        if (const auto held = sink.lock()) held->onUpgrade(number, listener, protocol);
    });
}

void Exchange::deliver(Response response) {
    if (mailbox_->isOwnThread()) {
        const auto sink = sink_.lock();
        if (sink && sink->isInHandler(number_)) {
            runHook(hook_, *request_, response);
            sink->onAnswer(number_, std::move(response));
            return;
        }
    }
    mailbox_->post([sink = sink_, number = number_, hook = std::move(hook_), request = request_,
                    answer = std::move(response)]() mutable {
        runHook(hook, *request, answer);
        if (const auto held = sink.lock()) held->onAnswer(number, std::move(answer));
    });
}

}  // namespace vuedeo::net
