// How long anybody waits for the database: never longer than he has time.
#include <atomic>
#include <chrono>
#include <thread>

#include "database_fixture.hpp"

namespace vuedeo::timescale {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;

// The server's own timeout is switched off: it stands for a server that does not answer.
constexpr const char* kSleep = "SET LOCAL statement_timeout = 0; SELECT pg_sleep(600)";

// A caller with this much time, who may go away.
class Caller {
public:
    explicit Caller(uint32_t deadlineMs) {
        raw_.size = sizeof raw_;
        raw_.deadline_ms = deadlineMs;
        raw_.ctx = &hasGone_;
        raw_.cancelled = [](void* ctx) -> int32_t {
            return *static_cast<std::atomic<bool>*>(ctx) ? 1 : 0;
        };
    }
    Call call() const { return Call(&raw_); }
    void leave() { hasGone_ = true; }

private:
    std::atomic<bool> hasGone_ = false;
    vuedeo_call raw_{};
};

class Waiting : public DatabaseTest {
protected:
    bool isAsleep() {
        return query(
                   "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE "
                   "'%pg_sleep(600)' AND datname = current_database()") != "0";
    }
    std::string readAsleep(const Call& caller) {
        try {
            reader_->run(caller, [](auto& transaction) { transaction.exec(kSleep); });
        } catch (const Error& error) {
            EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
            return error.what();
        }
        return "it went on to its end";
    }
    // The server looks twice a second whether its client is still there.
    void expectTheServerStops() {
        while (isAsleep()) std::this_thread::yield();
    }
};

TEST_F(Waiting, EndsWhenTheCallerHasGone) {
    if (sharesOneSession()) GTEST_SKIP() << "this server serves one client at a time";
    Caller caller(600'000);
    std::thread client([&] {
        while (!isAsleep()) std::this_thread::yield();
        caller.leave();
    });
    EXPECT_EQ(readAsleep(caller.call()), "the call was cancelled");
    client.join();
    expectTheServerStops();
}

TEST_F(Waiting, EndsAtTheDeadlineWhenTheServerDoesNotAnswer) {
    if (sharesOneSession()) GTEST_SKIP() << "this server serves one client at a time";
    const Caller caller(300);
    EXPECT_THAT(readAsleep(caller.call()), HasSubstr("has not answered within"));
    expectTheServerStops();
}

TEST_F(Waiting, EndsWhenTheStoreStops) {
    if (sharesOneSession()) GTEST_SKIP() << "this server serves one client at a time";
    std::thread stopping([&] {
        while (!isAsleep()) std::this_thread::yield();
        watch_.cutAll();
    });
    try {
        Pool::Lease lease(*pool_, steady_clock::now() + std::chrono::hours(1));
        pqxx::work(lease->raw()).exec(kSleep);
        ADD_FAILURE() << "it went on to its end";
    } catch (const pqxx::failure&) {
    }
    stopping.join();
    watch_.stop();
    watch_.start();
    expectTheServerStops();
}

TEST_F(Waiting, MayGoOnStepByStep) {
    Pool::Lease lease(*pool_, steady_clock::now() + milliseconds(300));
    lease.extend(steady_clock::now() + std::chrono::hours(1));
    pqxx::nontransaction(lease->raw()).exec("SELECT pg_sleep(0.7)");
}

TEST_F(Waiting, ForTheSchemaSaysWhoHoldsIt) {
    if (sharesOneSession()) GTEST_SKIP() << "this server's connections share one session's locks";
    Connection other = otherSession();
    pqxx::work holder(other.raw());
    holder.exec("SELECT pg_advisory_xact_lock(hashtext(current_schema()::text), 1)");
    const auto pid = std::to_string(other.raw().backendpid());
    const Caller caller(1'000);
    const Call limits = caller.call();
    Pool::Lease lease(*pool_, limits);
    try {
        prepareSchema(lease, config_, kNow, limits, host());
        ADD_FAILURE() << "changed a schema that somebody else was changing";
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
        EXPECT_THAT(error.what(), HasSubstr("'" + config_.schema + "' is being changed by"));
        EXPECT_THAT(error.what(), HasSubstr("pid " + pid + " (application \"vuedeo\""));
        EXPECT_THAT(error.what(), HasSubstr("pg_terminate_backend(" + pid + ")"));
    }
}

}  // namespace
}  // namespace vuedeo::timescale
