#include "storage/readers.h"

#include <pthread.h>

namespace temujanji::storage {

Readers::Readers(Database& database, int threads, std::size_t waiting_max) : waiting_max_(waiting_max) {
  try {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back(
          [this, connection = database.connect(Access::read)]() mutable { run(std::move(connection)); });
    }
  } catch (...) {
    // The threads that run already would be joined, but wait for work for ever.
    stop();
    throw;
  }
}

Readers::~Readers() {
  stop();
}

void Readers::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  threads_.clear();
}

void Readers::submit(Work work) {
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || waiting_.size() >= waiting_max_) throw base::Overloaded("too many reads are waiting");
    waiting_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void Readers::run(std::unique_ptr<Connection> connection) {
  pthread_setname_np(pthread_self(), "reader");
  for (;;) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work(*connection);
  }
}

}  // namespace temujanji::storage
