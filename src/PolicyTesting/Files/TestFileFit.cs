using AiDesk.Policy.Policies;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Files;

/// <summary>Does a file fit its tenant's policy? What the service would refuse before it decides is an error here: no test can expect a decision of it.</summary>
internal sealed class TestFileFit(TestFile file, PolicySnapshot snapshot, PolicyReading reading)
{
    public void Check()
    {
        Check(file.Clock);
        foreach (var context in file.Contexts.Select(context => context.Value))
        {
            Check(context);
        }

        foreach (var one in file.Cases)
        {
            Check(one.Clock);
            var now = one.Clock ?? file.Clock;
            var time = now.In(snapshot.TimeZone);
            foreach (var step in one.Given.Concat(one.Steps))
            {
                Check(step.At);
                time = CheckOrder(step, time);
            }
        }
    }

    private void Check(Moment? moment)
    {
        if (moment?.Problem(snapshot.TimeZone) is { } problem)
        {
            reading.Fault(moment.Node, problem);
        }
    }

    private DateTimeOffset CheckOrder(TestStep step, DateTimeOffset before)
    {
        if (step.At is { } at)
        {
            var put = at.In(snapshot.TimeZone);
            if (put < before)
            {
                reading.Fault(at.Node, "is before the step before it; the clock never goes back");
            }

            return put;
        }

        // A step that is repeated moves the clock each time.
        var moved = (double)step.AfterMs * step.Repeat;
        if (moved <= (Moment.End - before).TotalMilliseconds)
        {
            return before.AddMilliseconds(moved);
        }

        reading.Fault(step.Node, $"moves the clock past the year {Moment.LastYear}");
        return before;
    }

    private void Check(TestContext context)
    {
        Check(context.Attributes, AttributeSource.Claim);
        Check(context.Granted, AttributeSource.Approval);
        var known = file.Principal(context.Principal)?.Department is { Length: > 0 } token
            ? token
            : snapshot.Departments.GetValueOrDefault(context.UserId, "");
        if (known.Length > 0 && context.Department.Length > 0 && context.Department != known)
        {
            reading.Fault(context.Node, $"claims the department {Quoted.Of(context.Department)}, and the token or the policy says {Quoted.Of(known)}: the service refuses that");
        }
    }

    private void Check(IReadOnlyList<Named<string>> attributes, AttributeSource source)
    {
        foreach (var attribute in attributes)
        {
            if (!snapshot.Attributes.TryGetValue(attribute.Name, out var declared))
            {
                reading.Fault(attribute.Node, $"{Quoted.Of(attribute.Name)} is not among the policy's attributes{NearestName.Hint(attribute.Name, snapshot.Attributes.Keys)}");
            }
            else if (declared.Source != source)
            {
                reading.Fault(attribute.Node, declared.Source switch
                {
                    AttributeSource.Token => $"comes from the token: give a principal the claim {declared.Claim}",
                    AttributeSource.Approval => "comes from an approval: write it under granted",
                    _ => "is the caller's word: write it under attributes",
                });
            }
        }
    }
}
