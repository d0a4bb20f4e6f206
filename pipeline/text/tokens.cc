#include "pipeline/text/tokens.h"
