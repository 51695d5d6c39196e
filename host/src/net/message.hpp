// A request as it arrived whole, and a response as it is to leave: values without a socket.
#pragma once
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/NameValueCollection.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace vuedeo::net {

struct Request {
    Poco::Net::HTTPRequest head;                // method, target, version, headers
    std::string path;                           // the target before '?', still percent-encoded
    std::string query;                          // after '?', still percent-encoded
    std::string body;                           // whole, at most Limits::bodyBytes
    std::string peer;                           // address of the client, without its port
    std::string forwardedHost;                  // what a trusted proxy gives for Host, or empty
    std::string id;                             // for logs and answers: X-Request-Id, generated
    bool secure = false;                        // the client uses TLS
    std::shared_ptr<const void> servedBy;       // what must stay there while it is served
    std::map<std::string, std::string> params;  // {name} parts of the route, decoded; by the router

    const std::string& method() const { return head.getMethod(); }
    std::string header(const std::string& name) const { return head.get(name, ""); }
    // What the client called this server.
    std::string host() const { return forwardedHost.empty() ? header("Host") : forwardedHost; }
};

// Header fields in the order in which they are sent.
using Fields = std::vector<std::pair<std::string, std::string>>;

class BodyStream;

struct Response {
    int status = 200;
    Poco::Net::NameValueCollection headers;  // Content-Length and Date are the server's own
    std::shared_ptr<const Fields> defaults;  // sent, too, but for those that headers has
    std::string body;
    std::shared_ptr<const std::string> shared;  // if set, the body, without a copy (static files)
    std::shared_ptr<BodyStream> stream;         // if set, the body, made while it is sent

    const std::string& content() const { return shared ? *shared : body; }
};

}  // namespace vuedeo::net
