// What the image has needed so far, and what it holds now.
#pragma once

// Stack, and lwIP's pools.
void say_figures();
