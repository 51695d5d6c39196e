// POST /api/v1/admin/reload: the configuration anew, without a restart.
#include <nlohmann/json.hpp>

#include "api/auth.hpp"
#include "api/handlers.hpp"
#include "api/responses.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"

namespace vuedeo::api {

void reloadConfiguration(App& app, const http::RequestPtr& request, const Responder& responder) {
    http::Query(*request).rejectUnknown();
    requireAdminToken(app.config.server, *request);
    // Nothing of the present configuration is needed for the answer, and a reload waits until
    // nobody uses it any more.
    const ReloadRequest ask = app.requestReload;
    request->servedBy.reset();
    ask([request, responder](const ReloadOutcome& outcome, const std::exception_ptr& failure) {
        http::answerErrors(request, responder, [&] {
            if (failure) std::rethrow_exception(failure);
            responder.send(json(200, {{"kept", outcome.kept},
                                      {"started", outcome.started},
                                      {"stopped", outcome.stopped}}));
        });
    });
}

}  // namespace vuedeo::api
