namespace DigitalEmblem;

/// <summary>
/// The ground on which an organization may show a sign: the rule that permits it, the decision that applied the rule, and why the authority
/// that decided was competent. It is a statement of those who make it, and no token proves it.
/// </summary>
internal sealed record Entitlement
{
    /// <summary>The longest text of a member, in characters.</summary>
    public const int MaxLength = 500;

    /// <summary>The purposes that the ground covers; at least one.</summary>
    public required Purposes Purposes { get; init; }

    /// <summary>The rule: an article of a treaty that this build's law texts know, or a provision of national law.</summary>
    public required EntitlementRule Rule { get; init; }

    /// <summary>The reference of the decision, as the authority's register has it.</summary>
    public required string Reference { get; init; }

    /// <summary>The day of the decision.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>Who decided, and by which rule they may: "Ministry of Health of Examplia; Emblem Act 2003, section 4".</summary>
    public required string Competence { get; init; }

    /// <summary>What is wrong with it, each fault in a sentence; none if it can be used.</summary>
    /// <param name="today">The present day: a decision cannot lie ahead.</param>
    public IEnumerable<string> Validate(DateOnly today) =>
    [
        .. FormFaults(),
        .. Rule.Validate().Except(Rule.FormFaults()),
        .. DecidedOn > today ? [$"The decision is dated {DecidedOn:yyyy-MM-dd}, which has not come yet."] : Array.Empty<string>(),
    ];

    /// <summary>
    /// What is wrong with its form, whatever the day and the law texts of this build: a ground that was signed by another build must stay
    /// readable when these change.
    /// </summary>
    public IEnumerable<string> FormFaults()
    {
        if (Purposes is Purposes.None || (Purposes & ~Purposes.All) != 0)
        {
            yield return "The ground covers no purpose: name at least one.";
        }

        foreach (string fault in Rule.FormFaults())
        {
            yield return fault;
        }

        foreach (string? fault in (string?[])[Fault("reference", Reference), Fault("competence", Competence)])
        {
            if (fault is not null)
            {
                yield return fault;
            }
        }
    }

    internal static string? Fault(string name, string text) =>
        string.IsNullOrWhiteSpace(text) ? $"The {name} is missing."
        : text.Length > MaxLength ? $"The {name} has {text.Length} characters, and may have {MaxLength}."
        : Printable.Text(text) != text ? $"The {name} has characters that cannot be shown."
        : null;
}
