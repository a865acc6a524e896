using System.CommandLine;

namespace AiDesk.CommandLine.Training;

/// <summary>What `aidesk train` can be told.</summary>
internal sealed class TrainOptions
{
    public Option<string[]> Data { get; } = new("--data") { Description = "Files of public labelled texts.", DefaultValueFactory = _ => ["../shared/data/injection/train.jsonl"] };

    public Option<string> Corpus { get; } = new("--corpus") { Description = "The project's own texts: train/*.jsonl is trained on, nothing that shares five words with eval/*.jsonl is.", DefaultValueFactory = _ => "corpus/injection" };

    public Option<string?> Output { get; } = new("--out") { Description = "Where to write the weights." };

    public Option<bool> Verify { get; } = new("--verify") { Description = "Exit status 1 unless the weights are those that this program carries." };

    public void AddTo(Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Corpus);
        command.Options.Add(Output);
        command.Options.Add(Verify);
    }
}
