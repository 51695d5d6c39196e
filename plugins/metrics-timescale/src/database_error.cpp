#include "database_error.hpp"

#include <algorithm>
#include <chrono>
#include <pqxx/pqxx>

namespace vuedeo::timescale {
namespace {

constexpr std::chrono::seconds kRetryAfter{2};

std::string oneLine(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

bool isOneOf(const std::string& state, std::initializer_list<const char*> known) {
    return std::any_of(known.begin(), known.end(), [&](const char* each) { return state == each; });
}

}  // namespace

// https://www.postgresql.org/docs/current/errcodes-appendix.html
FaultKind faultKindOf(const std::string& sqlstate) {
    const std::string group = sqlstate.substr(0, 2);
    // 25006: read-only, because this server has become a standby. XX000 and 42804: a type of the
    // schema was made anew, and has another number than the connection's statements know.
    if (group == "08" ||
        isOneOf(sqlstate, {"57P01", "57P02", "57P03", "57P05", "25006", "25P03", "XX000", "42804"}))
        return FaultKind::kLost;
    if (group == "53" || isOneOf(sqlstate, {"40001", "40P01", "55P03", "58030"}))
        return FaultKind::kBusy;
    if (sqlstate == "57014") return FaultKind::kTimeout;
    if (group == "22" || group == "23") return FaultKind::kData;
    if (isOneOf(sqlstate, {"0A000", "42883", "42501"})) return FaultKind::kUnsupported;
    return FaultKind::kOther;
}

Fault faultOf(const std::exception& error) {
    Fault fault;
    fault.message = oneLine(error.what());
    if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error)) {
        fault.sqlstate = sql->sqlstate();
        fault.kind = faultKindOf(fault.sqlstate);
    } else if (dynamic_cast<const pqxx::failure*>(&error) != nullptr) {
        // Besides broken_connection, libpqxx throws plain failures when it is not connected.
        fault.kind = FaultKind::kLost;
        fault.inDoubt = dynamic_cast<const pqxx::in_doubt_error*>(&error) != nullptr;
    }
    return fault;
}

Error toError(const Fault& fault, const Call& call) {
    // libpq only knows that its connection has been cut.
    if (fault.kind == FaultKind::kLost && call.cancelled())
        return Error(VUEDEO_E_UNAVAILABLE, "the call was cancelled");
    if (fault.kind == FaultKind::kLost && call.remaining().count() == 0) {
        return Error::retryAfter(VUEDEO_E_UNAVAILABLE, kRetryAfter,
                                 "PostgreSQL has not answered within the call's deadline");
    }
    const std::string state = fault.sqlstate.empty() ? "" : " (SQLSTATE " + fault.sqlstate + ")";
    return Error::retryAfter(VUEDEO_E_UNAVAILABLE, kRetryAfter,
                             "PostgreSQL: " + fault.message + state);
}

}  // namespace vuedeo::timescale
