using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary>One validation under way: the document, the faults found, and the work that may still be done.</summary>
internal struct SchemaRun(JsonIndex json, ICollection<ArgumentFault>? faults)
{
    private int _steps = ArgumentSchema.StepsLimit;
    private int _probes;
    private int _found;

    public JsonIndex Json { get; } = json;

    /// <summary>The work allowed is used up: the document counts as invalid, whatever a <c>not</c> would make of that.</summary>
    public readonly bool Exhausted => _steps < 0;

    /// <summary>Faults are being collected and there is room for more: look for the next one. While probing the first fault is enough.</summary>
    public readonly bool GoesOn => _probes == 0 && faults is not null && _found < ArgumentSchema.FaultsLimit && _steps >= 0;

    public ref int Steps
    {
        [UnscopedRef]
        get => ref _steps;
    }

    /// <summary>Takes a step; false when none is left.</summary>
    public bool Step()
    {
        // The depth of documents and of schemas is bounded, but the caller's stack may already be deep: running out of it is work used up too.
        if (--_steps >= 0 && RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return true;
        }

        _steps = -1;
        return false;
    }

    /// <summary>Takes as many steps as there is work in one go.</summary>
    public bool Spend(int steps)
    {
        _steps = steps > _steps ? -1 : _steps - steps;
        return _steps >= 0;
    }

    /// <summary>Checks without telling faults: for schemas that need not hold.</summary>
    public bool Probe(SchemaNode node, int token)
    {
        _probes++;
        var holds = node.Check(ref this, token);
        _probes--;
        return holds;
    }

    /// <summary>Tells a fault. Always false, so that a check can return it.</summary>
    public bool Fault(int token, string problem)
    {
        if (GoesOn)
        {
            _found++;
            faults!.Add(new ArgumentFault(JsonPath.Of(Json, token), problem));
        }

        return false;
    }

    /// <summary>Tells of a member that an object lacks. Always false.</summary>
    public bool Missing(int token, ReadOnlySpan<byte> name, string problem)
    {
        if (GoesOn)
        {
            _found++;
            faults!.Add(new ArgumentFault(JsonPath.Of(Json, token, name), problem));
        }

        return false;
    }
}
