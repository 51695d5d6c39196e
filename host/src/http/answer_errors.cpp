#include <exception>
#include <string_view>

#include "http/problem.hpp"
#include "http/router.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::http {
namespace {

void answerUnexpected(const net::Request& request, const net::Responder& responder,
                      std::string_view what) {
    log::error("A request failed", {{"request_id", std::string_view(request.id)},
                                    {"method", std::string_view(request.method())},
                                    {"path", std::string_view(request.path)},
                                    {"error", what}});
    responder.send(
        toResponse(Problem(500, "internal-error", "The server failed; its log has this request_id"),
                   request.id));
}

}  // namespace

void answerErrors(const RequestPtr& request, const net::Responder& responder,
                  const std::function<void()>& body) noexcept {
    try {
        try {
            body();
        } catch (const Problem& problem) {
            responder.send(toResponse(problem, request->id));
        } catch (const std::exception& error) {
            answerUnexpected(*request, responder, error.what());
        } catch (...) {
            answerUnexpected(*request, responder, "not a std::exception");
        }
    } catch (const std::exception& error) {
        // Not even the error could be written (memory): the responder answers 500 by itself.
        log::error("An error could not be answered", {{"error", std::string_view(error.what())}});
    }
}

}  // namespace vuedeo::http
