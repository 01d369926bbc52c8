namespace DigitalEmblem.Discovery;

/// <summary>One line of a scan's input that asks about a name. Blank lines and comments are none.</summary>
/// <param name="Number">Its number in the input, from 1; what makes it this line and no other, also where a name stands twice.</param>
/// <param name="Text">What stands there, cut if it is overlong.</param>
/// <param name="Name">The name; null if the line is none, and then it is answered without asking anybody.</param>
public sealed record ScanLine(long Number, string Text, DomainName? Name);
