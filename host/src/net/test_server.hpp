// For tests: a server on a free port whose handler answers by path.
//   /echo   the body, at once          /big    8 MiB       /throw   throws
//   /hold   kept until the test sends  /drop   forgotten
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "net/server.hpp"

namespace vuedeo::net {

inline Response textResponse(std::string text) {
    Response response;
    response.headers.set("Content-Type", "text/plain");
    response.body = std::move(text);
    return response;
}

class TestServer {
public:
    explicit TestServer(const Limits& limits = {}, Handler handler = {},
                        std::shared_ptr<TlsFiles> tls = {}) {
        ServerOptions options;
        options.threads = 2;
        options.limits = limits;
        options.tls = std::move(tls);
        if (!handler) {
            handler = [this](const std::shared_ptr<Request>& request, const Responder& responder) {
                handle(*request, responder);
            };
        }
        server_ = std::make_unique<Server>(options, std::move(handler));
        server_->start();
    }

    Server& server() { return *server_; }
    uint16_t port() const { return server_->port(); }
    void stop() { server_.reset(); }

    // Waits for the next request to /hold.
    Responder takeHeld() {
        std::unique_lock<std::mutex> lock(mutex_);
        const bool came =
            arrived_.wait_for(lock, std::chrono::seconds(20), [this] { return !held_.empty(); });
        if (!came) throw std::runtime_error("No request came to /hold");
        Responder responder = held_.front();
        held_.erase(held_.begin());
        return responder;
    }

private:
    void handle(const Request& request, const Responder& responder) {
        if (request.path == "/echo") {
            responder.send(textResponse(request.body));
        } else if (request.path == "/big") {
            responder.send(textResponse(std::string(8 * 1024 * 1024, 'b')));
        } else if (request.path == "/hold") {
            const std::lock_guard<std::mutex> lock(mutex_);
            held_.push_back(responder);
            arrived_.notify_all();
        } else if (request.path == "/throw") {
            throw std::runtime_error("a handler's mistake");
        } else if (request.path != "/drop") {
            Response response = textResponse(request.path);
            response.status = request.path == "/none" ? 204 : 200;
            responder.send(std::move(response));
        }
    }

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Responder> held_;
    std::unique_ptr<Server> server_;
};

}  // namespace vuedeo::net
