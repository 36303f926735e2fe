"use strict";

const quizData = {
  passMark: 80,
  questions: [
    {
      id: 1,
      text: "The plate says 2,260 kg at a load center of 600 mm. Your load weighs 2,300 kg and its center is at 600 mm. What do you do?",
      options: {
        a: "Lift it slowly with the mast tilted back",
        b: "Leave it and ask for a bigger truck or a smaller load",
        c: "Ask a colleague to stand on the counterweight",
        d: "Lift it, as the truck is rated at 2,500 kg",
      },
      right: "b",
      why: "40 kg too much is too much. The line for your load center counts, not the highest number on the plate.",
      see: "page 3, Reading a load plate",
    },
    {
      id: 2,
      text: "On your walk around you find fresh oil under the mast. What comes first?",
      options: {
        a: "Wipe it up and start work",
        b: "Drive carefully and mention it after the shift",
        c: "Tag the truck out of use and report it",
        d: "Top up the oil and lift a light load",
      },
      right: "c",
      why: "A truck with a fault stays where it is until somebody qualified has cleared it.",
      see: "page 2, The walk around",
    },
    {
      id: 3,
      text: "What happens to the balance point when you drive with the load raised?",
      options: {
        a: "It rises, and a turn can carry it out of the triangle",
        b: "It moves back and the truck becomes steadier",
        c: "Nothing, as only the weight matters",
        d: "It moves to the steering wheel",
      },
      right: "a",
      why: "The higher the load, the less it takes to tip the truck over sideways.",
      see: "page 4, Staying in balance",
    },
    {
      id: 4,
      text: "You come down a ramp with a load. How do you drive?",
      options: {
        a: "Forward, with the load raised so that you can see",
        b: "Forward and fast, to keep the time on the ramp short",
        c: "Across the ramp, at an angle",
        d: "In reverse, with the load pointing uphill",
      },
      right: "d",
      why: "With the load uphill it leans against the mast and cannot slide off the forks.",
      see: "page 5, Ramps and parking",
    },
    {
      id: 5,
      text: "How do you leave a parked truck?",
      options: {
        a: "Forks at knee height, brake on",
        b: "Forks flat on the floor, brake on, key out",
        c: "Engine running, if you are back within a minute",
        d: "In front of the fire door, where it is easy to find",
      },
      right: "b",
      why: "Forks on the floor cannot fall or trip anybody, and without the key nobody untrained drives off.",
      see: "page 5, Ramps and parking",
    },
  ],
};
