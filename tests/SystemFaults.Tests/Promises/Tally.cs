using AiDesk.SystemFaults.Load;

namespace AiDesk.SystemFaults.Promises;

/// <summary>What is missing and what is there too often, in numbers for the table and in words for whoever has to mend it.</summary>
internal sealed class Tally(Promised promised)
{
    /// <summary>What was promised and is not there.</summary>
    public int Losses { get; private set; }

    /// <summary>What is there more than once.</summary>
    public int Repeats { get; private set; }

    public void Lost(int number, string what)
    {
        Losses += number;
        Say(number, "lost", what);
    }

    public void Twice(int number, string what)
    {
        Repeats += number;
        Say(number, "too many", what);
    }

    private void Say(int number, string how, string what)
    {
        if (number != 0)
        {
            promised.Problems.Enqueue($"{number} {how}: {what}");
        }
    }
}
