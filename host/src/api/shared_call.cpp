#include "api/shared_call.hpp"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace vuedeo::api {
namespace {

struct Asking {
    http::RequestPtr request;
    net::Responder responder;
};
using AllAsking = std::vector<Asking>;

class SharedCalls : public std::enable_shared_from_this<SharedCalls> {
public:
    SharedCalls(plugins::Plugin& plugin, SharedHandler handler)
        : plugin_(plugin), handler_(std::move(handler)) {}

    void ask(const http::RequestPtr& request, const net::Responder& responder) {
        const std::string key = handler_.key(*request);
        {
            const std::lock_guard lock(mutex_);
            const auto [entry, isFirst] = waiting_.try_emplace(key);
            entry->second.push_back({request, responder});
            if (!isFirst) return;
        }
        submit(key);
    }

private:
    // The key's entry stands: nobody else submits it.
    void submit(const std::string& key) {
        if (plugin_.lane().submit([self = shared_from_this(), key] { self->run(key); })) return;
        AllAsking all;
        {
            const std::lock_guard lock(mutex_);
            all = std::move(waiting_.at(key));
            waiting_.erase(key);
        }
        answerAll(all, [&](const Asking&) -> void { throw laneIsFull(plugin_); });
    }

    void run(const std::string& key) {
        auto all = std::make_shared<AllAsking>();
        {
            const std::lock_guard lock(mutex_);
            all->swap(waiting_.at(key));
        }
        callFor(all);
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.at(key).empty()) {
                waiting_.erase(key);
                return;
            }
        }
        submit(key);
    }

    void callFor(const std::shared_ptr<AllAsking>& all) {
        plugins::CallScope scope;
        scope.cancelled = [all] {
            return std::all_of(all->begin(), all->end(),
                               [](const Asking& asking) { return asking.responder.clientGone(); });
        };
        scope.requestId = all->front().request->id;
        net::Response response;
        std::exception_ptr failure;
        try {
            response = callOnLane(handler_.call, *all->front().request, scope);
        } catch (...) {
            failure = std::current_exception();
        }
        if (all->size() > 1) {
            response.shared = std::make_shared<const std::string>(std::move(response.body));
            response.body.clear();
        }
        answerAll(*all, [&](const Asking& asking) {
            if (failure) std::rethrow_exception(failure);
            if (handler_.answer) {
                handler_.answer(asking.request, asking.responder, response);
            } else {
                asking.responder.send(response);
            }
        });
    }

    template <class Answer>
    void answerAll(const AllAsking& all, const Answer& answer) {
        for (const Asking& asking : all) {
            http::answerErrors(asking.request, asking.responder, [&] { answer(asking); });
        }
    }

    plugins::Plugin& plugin_;
    const SharedHandler handler_;
    std::mutex mutex_;
    // By key, those whose call has not begun. An entry stands as long as a call of its key is
    // queued or under way.
    std::unordered_map<std::string, AllAsking> waiting_;
};

}  // namespace

std::string targetAndAccepted(const net::Request& request) {
    return request.method() + ' ' + request.path + '?' + request.query + '\n' +
           request.header("Accept") + '\n' + request.header("Accept-Encoding");
}

http::AsyncHandler onLaneShared(plugins::Plugin& plugin, SharedHandler handler) {
    auto calls = std::make_shared<SharedCalls>(plugin, std::move(handler));
    return [&plugin, calls](const http::RequestPtr& request, const net::Responder& responder) {
        expireOnLane(plugin, request, responder);
        calls->ask(request, responder);
    };
}

http::AsyncHandler onLaneShared(plugins::Plugin& plugin, LaneHandler handler) {
    SharedHandler shared;
    shared.call = std::move(handler);
    return onLaneShared(plugin, std::move(shared));
}

}  // namespace vuedeo::api
