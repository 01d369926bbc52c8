namespace DigitalEmblem;

/// <summary>One reason of a result, for programs (<see cref="Code"/>) and for people (<see cref="Message"/>).</summary>
public sealed record Finding
{
    private readonly FindingText _text;

    private Finding(FindingCode code, FindingSeverity severity, FindingText message, string clause, int? item = null)
    {
        Code = code;
        Severity = severity;
        Message = Printable.Cut(message.ToString(), TokenLimits.MaxMessageLength);
        _text = message;
        Clause = clause;
        Item = item;
    }

    private Finding(Finding other, int item)
    {
        Code = other.Code;
        Severity = other.Severity;
        Message = other.Message;
        _text = other._text;
        Clause = other.Clause;
        Item = item;
    }

    /// <summary>The stable code; its name does not change between versions.</summary>
    public FindingCode Code { get; }

    /// <summary>What it did to the result.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>A sentence for a person; text from tokens in it is fit for a terminal (<see cref="Printable"/>).</summary>
    public string Message { get; }

    /// <summary>
    /// The words of <see cref="Message"/> without what stands in them, as a composite format of .NET: for translations. They may change
    /// between versions, as the words do.
    /// </summary>
    public string Format => _text.Format;

    /// <summary>
    /// What stands in the holes of <see cref="Format"/>: numbers, instants, names, text from tokens that is fit for a terminal; a
    /// <see cref="FormattableString"/> where a part is a sentence of its own. Together they give the message before it was cut to
    /// <see cref="TokenLimits.MaxMessageLength"/>.
    /// </summary>
    public IReadOnlyList<object?> Arguments => _text.Arguments;

    /// <summary>The step of the procedure, the section or the decision it comes from.</summary>
    public string Clause { get; }

    /// <summary>The number of the item it is about (<see cref="InputItem.Number"/>); null if it is about the whole set.</summary>
    public int? Item { get; }

    /// <summary>The same finding, about an item.</summary>
    /// <param name="item">The item's number.</param>
    public Finding About(int item) => new(this, item);

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

    /// <summary>Whether two say the same. What stands in the holes counts by its words.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(Finding? other) => other is not null && Code == other.Code && Severity == other.Severity
        && Message == other.Message && Clause == other.Clause && Item == other.Item;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Severity, Message, Clause, Item);

    /// <summary>The same as <see cref="Note(FindingCode, string, string, int?)"/>, of words with holes.</summary>
    internal static Finding Note(FindingCode code, FindingText message, string clause, int? item = null) =>
        new(code, FindingSeverity.Note, message, clause, item);

    /// <summary>The same as <see cref="Warning(FindingCode, string, string, int?)"/>, of words with holes.</summary>
    internal static Finding Warning(FindingCode code, FindingText message, string clause, int? item = null) =>
        new(code, FindingSeverity.Warning, message, clause, item);

    /// <summary>The same as <see cref="Failure(FindingCode, string, string, int?)"/>, of words with holes.</summary>
    internal static Finding Failure(FindingCode code, FindingText message, string clause, int? item = null) =>
        new(code, FindingSeverity.Failure, message, clause, item);
}
