#include "cli/cli.h"
#include "serve.h"

int main(int argc, char** argv) {
  return temujanji::cli::run(argc, argv, temujanji::serve);
}
