"use strict";

const quizData = {
  passMark: 80,
  questions: [
    {
      id: 1,
      text: "For how long do you rub your hands with soap?",
      options: {
        a: "About 3 seconds",
        b: "Until the soap is gone",
        c: "At least 20 seconds",
      },
      right: "c",
      why: "Soap needs time and every finger: 20 seconds at least.",
      see: "lesson page 1, Clean hands",
    },
    {
      id: 2,
      text: "Which range of temperature lets germs grow fastest?",
      options: {
        a: "From 5 °C to 60 °C",
        b: "Below −18 °C",
        c: "From 75 °C to 100 °C",
      },
      right: "a",
      why: "Between fridge and hot holding lies the danger zone. Food passes through it quickly or not at all.",
      see: "lesson page 2, Hot or cold",
    },
    {
      id: 3,
      text: "Where does raw chicken belong in the fridge?",
      options: {
        a: "On the top shelf, where it is coldest",
        b: "On the lowest shelf, covered",
        c: "Beside the salad, if it is wrapped",
      },
      right: "b",
      why: "What is below everything can drip on nothing.",
      see: "lesson page 3, Raw and ready apart",
    },
    {
      id: 4,
      text: "You have cut raw meat and now want to slice bread. What do you do?",
      options: {
        a: "Turn the board over",
        b: "Wipe the board with a dry cloth",
        c: "Take another board and knife, and wash your hands",
      },
      right: "c",
      why: "Boards, knives and hands all carry germs from raw food to ready food.",
      see: "lesson page 3, Raw and ready apart",
    },
    {
      id: 5,
      text: "What is the right order for a worktop?",
      options: {
        a: "Clear, clean, disinfect, let dry",
        b: "Disinfect, clean, clear, let dry",
        c: "Disinfect only, it saves time",
      },
      right: "a",
      why: "Disinfectant does not work through dirt, and it needs its time to dry.",
      see: "lesson page 4, Clean as you go",
    },
  ],
};
