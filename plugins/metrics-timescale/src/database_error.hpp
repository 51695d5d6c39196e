// What a failure of PostgreSQL or of the way to it means for whoever has to go on.
#pragma once
#include <exception>
#include <string>
#include <vuedeo/plugin.hpp>

namespace vuedeo::timescale {

enum class FaultKind {
    kLost,         // the connection or the server is gone, goes, or the schema was made anew: again
                   // on a new connection
    kBusy,         // deadlock, lock timeout, out of resources: again after a moment
    kTimeout,      // the statement took as long as it was allowed to
    kData,         // a row that cannot be stored
    kUnsupported,  // this server lacks the feature, or withholds it
    kOther
};

struct Fault {
    FaultKind kind = FaultKind::kOther;
    bool inDoubt = false;  // it may have been committed
    std::string sqlstate;  // empty: none came
    std::string message;   // one line; holds no secret
};

Fault faultOf(const std::exception& error);
FaultKind faultKindOf(const std::string& sqlstate);

// As it crosses the plugin's border.
Error toError(const Fault& fault, const Call& call);

}  // namespace vuedeo::timescale
