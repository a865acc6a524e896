// Writes src/PolicyEngine/Text/Tokens/token-words.bin from a list of words, one a line:
//   npm ci --prefix tests/SharedData.Tests/node
//   node tools/GenerateTokenWords/words.mjs > words.txt
//   dotnet run --project tools/GenerateTokenWords -- words.txt src/PolicyEngine/Text/Tokens/token-words.bin
using AiDesk.Policy.Text;

var filter = new byte[(1 << TokenWords.SizeLog2) / 8];
foreach (var word in File.ReadLines(args[0]).Where(word => word.Length > 0))
{
    var (first, second) = TokenWords.Places(word.Aggregate(TokenWords.Empty, TokenWords.Add));
    filter[first >> 3] |= (byte)(1 << (first & 7));
    filter[second >> 3] |= (byte)(1 << (second & 7));
}

File.WriteAllBytes(args[1], filter);
