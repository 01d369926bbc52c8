using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An errand: a long list that is worked through in parts.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Kind">What is done with each row.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedBy">Who asked for it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="EndedAt">When its last row was gone through, or it was cancelled.</param>
/// <param name="Total">How many rows it has.</param>
/// <param name="Done">How many were gone through.</param>
/// <param name="Faults">How many of those could not be done.</param>
internal sealed record ErrandView(
    Guid Id,
    ErrandKind Kind,
    ErrandState State,
    string StartedBy,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int Total,
    int Done,
    int Faults)
{
    public static ErrandView Of(Errand e) =>
        new(e.Id, e.Kind, e.State, e.ActorName, e.CreatedAt, e.EndedAt, e.Total, e.Done, e.Faults);
}

/// <summary>An errand with its faults.</summary>
/// <param name="Errand">The errand.</param>
/// <param name="Faults">What could not be done, by line, up to 1,000.</param>
internal sealed record ErrandWithFaults(ErrandView Errand, IReadOnlyList<ErrandFaultView> Faults);

/// <summary>A row that could not be done.</summary>
/// <param name="Line">Its line in the file, or its place among the ids, from 1.</param>
/// <param name="Fault">Why.</param>
internal sealed record ErrandFaultView(int Line, string Fault);
