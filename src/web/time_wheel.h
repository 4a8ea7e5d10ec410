#pragma once
#include <array>
#include <boost/intrusive/list.hpp>
#include <cstdint>

namespace temujanji::web {

/// What a TimeWheel keeps. Leaves the wheel when destroyed.
class Timed
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~Timed() = default;
  virtual void on_timeout() = 0;

 private:
  friend class TimeWheel;
  std::uint64_t due_ = 0;
  std::uint64_t placed_ = 0;
};

/// Time limits of many things on one thread, counted in ticks. Setting a limit writes a number; only what was
/// placed too late is moved, the rest when its slot comes round.
class TimeWheel {
 public:
  /// `on_timeout` is called by the tick-th `tick` from now.
  void set(Timed& timed, std::uint64_t ticks) {
    timed.due_ = now_ + (ticks == 0 ? 1 : ticks);
    if (timed.is_linked() && timed.placed_ <= timed.due_) return;
    place(timed);
  }
  void clear(Timed& timed) { timed.unlink(); }

  void tick() {
    ++now_;
    List slot;
    slot.splice(slot.end(), slots_[now_ % slots_.size()]);
    while (!slot.empty()) {
      Timed& timed = slot.front();
      if (timed.due_ > now_) {
        place(timed);
      } else {
        timed.unlink();
        timed.on_timeout();
      }
    }
  }

 private:
  using List = boost::intrusive::list<Timed, boost::intrusive::constant_time_size<false>>;

  void place(Timed& timed) {
    timed.unlink();
    // Beyond the wheel's span it goes round once more.
    timed.placed_ = std::min(timed.due_, now_ + slots_.size() - 1);
    slots_[timed.placed_ % slots_.size()].push_back(timed);
  }

  std::array<List, 64> slots_;
  std::uint64_t now_ = 0;
};

}  // namespace temujanji::web
