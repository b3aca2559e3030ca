#include <viewer/Image.h>
