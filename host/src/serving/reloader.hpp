// Reads the configuration anew while the server runs, and puts what it says into effect: as a whole
// or not at all. Main thread.
//
// Plugins that the new configuration does not change go on as they are, with their WebSockets. Of
// the others new instances are created and started first, then take over, and the former ones stop
// when the requests that they serve are over. Only a store that is to be configured anew is stopped
// before its successor starts, as two instances might want one file; samples wait meanwhile.
#pragma once
#include <memory>
#include <string>

#include "config/options.hpp"
#include "http/problem.hpp"
#include "serving/running.hpp"

namespace vuedeo::serving {

class Reloader {
public:
    Reloader(const config::Options& options, Running& running, const api::Lasting& lasting)
        : options_(options), running_(running), lasting_(lasting) {}

    // Throws Problem 409 restart-needed, 422 configuration-refused, 503 reload-failed. The former
    // configuration serves then, unless the problem says otherwise.
    api::ReloadOutcome reload();

    // False: a plugin of a former configuration hangs.
    bool allStopped() const noexcept { return allStopped_; }

private:
    using GenerationPtr = std::shared_ptr<Generation>;
    config::Config readConfig(const config::Config& now) const;
    GenerationPtr build(config::Config config, Generation& now) const;
    void replaceStore(Generation& now, Generation& next);
    [[noreturn]] void restoreStore(Generation& now, const std::string& why);
    void retire(const GenerationPtr& former, Generation& now);

    const config::Options& options_;
    Running& running_;
    const api::Lasting& lasting_;
    bool allStopped_ = true;
};

}  // namespace vuedeo::serving
