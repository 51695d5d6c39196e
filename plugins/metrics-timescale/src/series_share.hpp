// Series step back behind appends: a crowd that asks for them all the time would otherwise take
// most of the database's processors.
#pragma once
#include <chrono>
#include <mutex>
#include <vuedeo/plugin.hpp>

#include "turnstile.hpp"

namespace vuedeo::timescale {

// What series may still take of the database's time. While samples are stored it grows by a share
// of the time that passes, and each series that is read takes from it what passes; while none are
// stored it grows by all of the time, and series are free.
class SeriesAccount {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    SeriesAccount(double share, TimePoint now) : share_(share), at_(now), storedAt_(now - kGap) {}

    void startStoring(TimePoint now);
    void endStoring(TimePoint now);
    // False: not yet.
    bool tryStartSeries(TimePoint now);
    void endSeries(TimePoint now);

private:
    // A pause between two batches that follow each other is no time in which none are stored.
    static constexpr std::chrono::milliseconds kGap{20};
    // Enough for a page that asks for several series at once, after a while without any.
    static constexpr double kMostS = 0.25;
    // However long a series took, the next one comes.
    static constexpr double kLeastS = -1;
    // How long one is thought to take when it starts beside others.
    static constexpr double kExpectedS = 0.05;

    void advance(TimePoint now);

    const double share_;
    TimePoint at_;        // up to here all is reckoned
    TimePoint storedAt_;  // the end of the latest append
    int storing_ = 0;
    int reading_ = 0;
    double leftS_ = kMostS;
};

// Used by any thread.
class SeriesShare {
public:
    // Percent of one connection's time; 0: all that is asked for.
    explicit SeriesShare(int percent);

    class Storing {
    public:
        explicit Storing(SeriesShare& share);
        Storing(const Storing&) = delete;
        Storing& operator=(const Storing&) = delete;
        ~Storing();

    private:
        SeriesShare& share_;
    };

    class Reading {
    public:
        // Waits, in the order in which they came, until series have time left. Throws Error
        // UNAVAILABLE when the call is over before that.
        Reading(SeriesShare& share, const Call& call);
        Reading(const Reading&) = delete;
        Reading& operator=(const Reading&) = delete;
        ~Reading();

    private:
        SeriesShare& share_;
    };

private:
    bool tryStartSeries();

    const bool isLimited_;
    Turnstile waiting_{1};
    std::mutex mutex_;
    SeriesAccount account_;
};

}  // namespace vuedeo::timescale
