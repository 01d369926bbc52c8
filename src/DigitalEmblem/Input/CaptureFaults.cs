namespace DigitalEmblem;

/// <summary>Why captures are not read whole, in the words that readers of several forms share: what was seen, and what to do.</summary>
internal static class CaptureFaults
{
    /// <summary>The answer announces another number of records than stand in it.</summary>
    public static TokenFormatException WrongCount(int announced, int found) =>
        new($"{announced} records are announced, and {found} stand there: the answer was cut, or printed in part. Capture it again, whole");

    /// <summary>The question was not about the Internet (class IN): its answer says nothing of what is published there.</summary>
    public static TokenFormatException OtherClass() => new("an answer to a question of another class than IN");

    public static TokenFormatException TooMany(int most) =>
        new($"more than {most} answers, which are the limit. Give fewer in one file", fault: FormatFault.LimitExceeded);
}
