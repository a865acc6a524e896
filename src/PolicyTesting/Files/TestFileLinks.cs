using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Files;

/// <summary>Do the names in a file stand for something that is there?</summary>
internal sealed class TestFileLinks(TestFile file, PolicyReading reading)
{
    private readonly List<string> _principals = [.. file.Principals.Select(principal => principal.Name)];
    private readonly List<string> _contexts = [.. file.Contexts.Select(context => context.Name)];
    private readonly List<string> _texts = [.. file.Texts.Select(text => text.Name)];
    private readonly List<string> _questions = [.. file.Questions.Select(question => question.Name)];

    public void Check()
    {
        foreach (var text in file.Texts.Where(text => text.Value.Reference.Length > 0))
        {
            reading.Fault(text.Node, "is the name of another text; write the text itself");
        }

        foreach (var context in file.Contexts.Select(context => context.Value))
        {
            Named(context.Principal, _principals, "principals");
        }

        foreach (var question in file.Questions)
        {
            Check(question.Value);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in file.Cases)
        {
            if (!names.Add(one.Name))
            {
                reading.Fault(one.Node, $"there is another case named {Quoted.Of(one.Name)}");
            }

            CheckMatrix(one);
            CheckSteps(one, one.IsMatrix ? [.. one.Given] : [.. one.Steps]);
        }
    }

    private void CheckMatrix(TestCase one)
    {
        Distinct(one.Contexts, _contexts, "contexts");
        Distinct(one.Ask, _questions, "questions");
        foreach (var row in one.Expect)
        {
            Listed(row.Name, row.Node, one.Contexts, "contexts");
            foreach (var cell in row.Value)
            {
                Listed(cell.Name, cell.Node, one.Ask, "ask");
            }
        }
    }

    private void CheckSteps(TestCase one, IReadOnlyList<TestStep> steps)
    {
        Named(one.Context, _contexts, "contexts");
        var earlier = new List<string>();
        var asked = new List<string>();
        foreach (var step in steps)
        {
            Named(step.Context, _contexts, "contexts");
            if (step.Action is AskAction && !one.IsMatrix && step.Context is null && one.Context is null)
            {
                reading.Fault(step.Node, "has no context, and neither has the case");
            }

            CheckAction(step.Action, asked);
            if (step.Name.Length > 0 && earlier.Contains(step.Name, StringComparer.Ordinal))
            {
                reading.Fault(step.Node, $"there is an earlier step named {Quoted.Of(step.Name)}");
            }

            earlier.Add(step.Name);
            if (step.Action is AskAction)
            {
                asked.Add(step.Name);
            }
        }
    }

    private void CheckAction(StepAction action, List<string> asked)
    {
        switch (action)
        {
            case AskAction { Named: { } question }:
                Named(question, _questions, "questions");
                break;
            case AskAction { Inline: { } question }:
                Check(question);
                break;
            case SettleAction settle:
                Named(settle.Step, asked, "the earlier steps that ask");
                break;
            case ResolveAction resolve:
                Named(resolve.Step, asked, "the earlier steps that ask");
                Named(resolve.By, _principals, "principals");
                break;
        }
    }

    private void Check(Question question)
    {
        IEnumerable<TestText?> texts = question switch
        {
            InputQuestion input => input.Untrusted.Select(item => item.Text).Prepend(input.Message),
            OutputQuestion output => [output.Text],
            _ => [],
        };
        foreach (var text in texts.OfType<TestText>().Where(text => text.Reference.Length > 0))
        {
            Named(new NameReference(text.Reference, text.Node), _texts, "texts");
        }
    }

    private void Distinct(IReadOnlyList<NameReference> names, List<string> known, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            Named(name, known, what);
            if (!seen.Add(name.Name))
            {
                reading.Fault(name.Node, $"{Quoted.Of(name.Name)} is named twice");
            }
        }
    }

    private void Listed(string name, PolicyNode node, IReadOnlyList<NameReference> listed, string key)
    {
        if (!listed.Any(one => one.Name == name))
        {
            reading.Fault(node, $"{Quoted.Of(name)} is not in {key} of this case{NearestName.Hint(name, listed.Select(one => one.Name))}");
        }
    }

    private void Named(NameReference? name, List<string> known, string what)
    {
        if (name is { } given && !known.Contains(given.Name, StringComparer.Ordinal))
        {
            reading.Fault(given.Node, $"{Quoted.Of(given.Name)} is not among {what}{NearestName.Hint(given.Name, known)}");
        }
    }
}
