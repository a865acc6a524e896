using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Runs;

/// <summary>How many streams of events may be open: each asks the database whenever something changes, for as long as its token lives.</summary>
internal sealed class WatchLimit
{
    /// <summary>Of one person: a few pages on a few screens.</summary>
    public const int OfPerson = 16;

    /// <summary>Of one tenant.</summary>
    public const int OfTenant = 128;

    /// <summary>Of all tenants together.</summary>
    public const int OfAll = 512;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Tenant, string Person), int> _people = [];
    private int _all;

    /// <summary>Throws OVERLOADED with the limit that is reached. Whoever came in leaves by disposing, once.</summary>
    public IDisposable Enter(DeskCaller caller)
    {
        var person = (caller.Tenant, caller.PersonId);
        lock (_gate)
        {
            Check(_people.GetValueOrDefault(person), OfPerson, "this person");
            Check(_tenants.GetValueOrDefault(caller.Tenant), OfTenant, "this desk");
            Check(_all, OfAll, "the service");
            _people[person] = _people.GetValueOrDefault(person) + 1;
            _tenants[caller.Tenant] = _tenants.GetValueOrDefault(caller.Tenant) + 1;
            _all++;
        }

        return new Place(this, person);
    }

    private static void Check(int open, int most, string whose)
    {
        if (open >= most)
        {
            throw new DeskException(ErrorReason.Overloaded, $"{whose} has {open} streams of events open, and no more than {most} may be");
        }
    }

    private void Leave((string Tenant, string Person) person)
    {
        lock (_gate)
        {
            _all--;
            if (--_people[person] == 0)
            {
                _people.Remove(person);
            }

            if (--_tenants[person.Tenant] == 0)
            {
                _tenants.Remove(person.Tenant);
            }
        }
    }

    private sealed class Place(WatchLimit limit, (string Tenant, string Person) person) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                limit.Leave(person);
            }
        }
    }
}
