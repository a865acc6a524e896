// Writes src/PolicyEngine/Text/Transforms/ConfusableLetters.g.cs from the UTS #39 data:
//   dotnet run --project tools/GenerateConfusables -- ../shared/data/unicode/confusables.txt src/PolicyEngine/Text/Transforms/ConfusableLetters.g.cs
using AiDesk.Tools.GenerateConfusables;

File.WriteAllText(args[1], ConfusablesSource.Of(File.ReadLines(args[0])));
