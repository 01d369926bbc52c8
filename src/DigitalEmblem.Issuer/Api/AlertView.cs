using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An alert.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">A name, a zone, a key.</param>
/// <param name="Text">What is so, and what to do next.</param>
/// <param name="DaysLeft">How near an end is.</param>
/// <param name="Since">When it was raised.</param>
/// <param name="LastSeen">When it was last found to be so.</param>
/// <param name="ClearedAt">When it was over; null if it is not.</param>
/// <param name="ToldAt">When someone was told.</param>
/// <param name="AcknowledgedAt">When a person took note of it; null if nobody did.</param>
/// <param name="AcknowledgedBy">Who.</param>
/// <param name="AcknowledgedNote">What they wrote.</param>
internal sealed record AlertView(
    Guid Id,
    string Kind,
    string Subject,
    string Text,
    int? DaysLeft,
    DateTimeOffset Since,
    DateTimeOffset LastSeen,
    DateTimeOffset? ClearedAt,
    DateTimeOffset? ToldAt,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    string? AcknowledgedNote)
{
    public static AlertView Of(Alert a) => new(
        a.Id, a.Kind.ToString(), a.Subject, a.Text.ToString(), a.DaysLeft, a.Since, a.LastSeen, a.ClearedAt, a.ToldAt,
        a.AcknowledgedAt, a.AcknowledgedBy, a.AcknowledgedNote);
}

/// <summary>That a person took note of an alert.</summary>
/// <param name="Note">What is done about it: 1 to 1,000 characters on one line, without personal data; null for nothing.</param>
internal sealed record AcknowledgementBody(string? Note = null);
