#include "servers.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/StreamCopier.h>
#include <Poco/ThreadPool.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <string>

#include "http/router.hpp"
#include "net/server.hpp"

namespace bench {
namespace {

constexpr const char* kAnswer = "{\"stored\":1}";

void writePort(int pipe, uint16_t port) {
    if (::write(pipe, &port, sizeof port) != sizeof port) _exit(1);
}

[[noreturn]] void waitToBeEnded() {
    for (;;) ::pause();
}

[[noreturn]] void serveVuedeo(int pipe) {
    using namespace vuedeo;
    http::Router router;
    router.setAccessLog(false);  // Poco writes none either
    router.add("POST", "/noop", http::SyncHandler([](const net::Request&) {
                   net::Response response;
                   response.headers.set("Content-Type", "application/json");
                   response.body = kAnswer;
                   return response;
               }));
    net::ServerOptions options;
    options.limits.connectionsPerAddress = options.limits.connections;
    net::Server server(options, [&router](auto request, auto responder) {
        router.handle(std::move(request), std::move(responder));
    });
    server.start();
    writePort(pipe, server.port());
    waitToBeEnded();
}

class NoopHandler : public Poco::Net::HTTPRequestHandler {
public:
    void handleRequest(Poco::Net::HTTPServerRequest& request,
                       Poco::Net::HTTPServerResponse& response) override {
        std::string body;
        Poco::StreamCopier::copyToString(request.stream(), body);
        response.setContentType("application/json");
        const std::string answer = kAnswer;
        response.sendBuffer(answer.data(), answer.size());
    }
};

class NoopFactory : public Poco::Net::HTTPRequestHandlerFactory {
public:
    Poco::Net::HTTPRequestHandler* createRequestHandler(
        const Poco::Net::HTTPServerRequest& /*request*/) override {
        return new NoopHandler;
    }
};

[[noreturn]] void servePoco(int pipe) {
    Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0), 4096);
    Poco::ThreadPool pool(64, 64);  // one thread a connection: what it needs for this load
    Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
    params->setMaxThreads(64);
    params->setKeepAlive(true);
    params->setMaxKeepAliveRequests(0);
    Poco::Net::HTTPServer server(new NoopFactory, pool, socket, params);
    server.start();
    writePort(pipe, socket.address().port());
    waitToBeEnded();
}

}  // namespace

ServerProcess::ServerProcess(Kind kind) {
    int pipe[2];
    if (::pipe(pipe) != 0) throw std::runtime_error("Cannot make a pipe");
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error("Cannot fork");
    if (process_ == 0) {
        ::close(pipe[0]);
        try {
            if (kind == Kind::kVuedeo) serveVuedeo(pipe[1]);
            servePoco(pipe[1]);
        } catch (...) {
            _exit(1);
        }
    }
    ::close(pipe[1]);
    const bool started = ::read(pipe[0], &port_, sizeof port_) == sizeof port_;
    ::close(pipe[0]);
    if (!started) throw std::runtime_error("A server did not start");
}

ServerProcess::~ServerProcess() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

std::size_t ServerProcess::status(const char* name) const {
    std::ifstream file("/proc/" + std::to_string(process_) + "/status");
    std::string word;
    std::size_t value = 0;
    while (file >> word) {
        if (word == name && file >> value) return value;
    }
    throw std::runtime_error(std::string("No ") + name + " of a server");
}

}  // namespace bench
