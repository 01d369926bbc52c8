namespace DigitalEmblem;

/// <summary>One reason of a result, for programs (<see cref="Code"/>) and for people (<see cref="Message"/>).</summary>
public sealed record Finding
{
    private Finding(FindingCode code, FindingSeverity severity, string message, string clause, int? item = null)
    {
        Code = code;
        Severity = severity;
        Message = Printable.Cut(message, TokenLimits.MaxMessageLength);
        Clause = clause;
        Item = item;
    }

    /// <summary>The stable code; its name does not change between versions.</summary>
    public FindingCode Code { get; }

    /// <summary>What it did to the result.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>A sentence for a person; text from tokens in it is fit for a terminal (<see cref="Printable"/>).</summary>
    public string Message { get; }

    /// <summary>The step of the procedure, the section or the decision it comes from.</summary>
    public string Clause { get; }

    /// <summary>The number of the item it is about (<see cref="InputItem.Number"/>); null if it is about the whole set.</summary>
    public int? Item { get; }

    /// <summary>The same finding, about an item.</summary>
    /// <param name="item">The item's number.</param>
    public Finding About(int item) => new(Code, Severity, Message, Clause, item);

    /// <summary>Makes a note: it is worth knowing, and changes nothing.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">A sentence for a person; text from tokens passed through <see cref="Printable"/>.</param>
    /// <param name="clause">Where the rule stands.</param>
    /// <param name="item">The number of the item it is about.</param>
    public static Finding Note(FindingCode code, string message, string clause, int? item = null) =>
        new(code, FindingSeverity.Note, message, clause, item);

    /// <summary>Makes a warning: a validator or the publisher should look at it.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">A sentence for a person; text from tokens passed through <see cref="Printable"/>.</param>
    /// <param name="clause">Where the rule stands.</param>
    /// <param name="item">The number of the item it is about.</param>
    public static Finding Warning(FindingCode code, string message, string clause, int? item = null) =>
        new(code, FindingSeverity.Warning, message, clause, item);

    /// <summary>Makes a failure: the reason why something was not accepted or answered.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">A sentence for a person; text from tokens passed through <see cref="Printable"/>.</param>
    /// <param name="clause">Where the rule stands.</param>
    /// <param name="item">The number of the item it is about.</param>
    public static Finding Failure(FindingCode code, string message, string clause, int? item = null) =>
        new(code, FindingSeverity.Failure, message, clause, item);
}
