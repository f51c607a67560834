import { graphql, type ResultOf } from '@fiducial/schema';

const ImageFields = graphql(`
  fragment PanelImageFields on Image @_unmask { url width height }
`);

const MagnifiedFields = graphql(`
  fragment PanelDifferenceFields on MagnifiedImage @_unmask { url width height factor }
`);

const DetectorFields = graphql(`
  fragment PanelDetectorFields on PanelDetector @_unmask { name place strongestThreatLevel }
`);

/** What a block shows. These types lead to nothing else: members and readers of a public link are shown the same. */
export const BlockFields = graphql(
  `
    fragment BlockFields on ReportBlock @_unmask {
      __typename
      caption
      ... on TextBlock { markdown }
      ... on ResultsPanel {
        over
        cells
        gaps
        sameInputs
        lines {
          detector { ...PanelDetectorFields }
          rows { kind attack attackAt nNegative nPositive auc aucLow aucHigh eer tprAt1Fpr tprAt5Fpr }
        }
        pairs { a b attackAt deltaAuc adjustedPValue }
      }
      ... on RocPanel {
        over
        attack
        axis
        falsePositiveRate
        gaps
        lines {
          detector { ...PanelDetectorFields }
          curve {
            auc
            thresholds
            falsePositiveRate
            truePositiveRate
            truePositiveRateLow
            truePositiveRateHigh
            nNegative
            nPositive
          }
        }
      }
      ... on ScoresPanel {
        falsePositiveRate
        gaps
        lines {
          detector { ...PanelDetectorFields }
          threshold
          groups { label group edges counts atZero atOne n flagged }
        }
      }
      ... on MetricPanel {
        name
        gaps
        lines { run steps values thinned }
      }
      ... on FigurePanel {
        attack
        control
        epsilon
        gaps
        images {
          labelName
          success
          clean { ...PanelImageFields }
          adversarial { ...PanelImageFields }
          difference { ...PanelDifferenceFields }
          predictedBefore { className confidence }
          predictedAfter { className confidence }
          norms { l2 linf }
        }
      }
      ... on InputPanel {
        gaps
        input {
          detector { ...PanelDetectorFields }
          group
          attack
          label
          labelName
          score
          threshold
          sentence
          image { ...PanelImageFields }
          clean { ...PanelImageFields }
          difference { ...PanelDifferenceFields }
          predicted { classIndex className confidence }
          predictedClean { classIndex className confidence }
          neighbors {
            layer
            k
            agreeing
            nodes {
              rank
              distance
              weight
              className
              agrees
              item
              image { ...PanelImageFields }
            }
          }
          evolutionMap {
            layers
            classNames
            distance
            representative
            values
            meanOfPredicted
            meanOfTrue
            predictedClass
            trueClass
          }
        }
      }
    }
  `,
  [ImageFields, MagnifiedFields, DetectorFields],
);

/** A block with what it shows. */
export type Block = ResultOf<typeof BlockFields>;
/** The name of a block's type. */
export type BlockName = Block['__typename'];
/** A block of one type. */
export type BlockNamed<Name extends BlockName> = Extract<Block, { __typename: Name }>;
/** A panel: a block that is no text. */
export type Panel = Exclude<Block, { __typename: 'TextBlock' }>;
/** A detector as panels name it. */
export type PanelDetector = BlockNamed<'ResultsPanel'>['lines'][number]['detector'];

/** What is known of every block before its figures are asked for: text, and what stands where. */
export const BlockOutline = graphql(`
  fragment BlockOutline on ReportBlock @_unmask {
    __typename
    caption
    ... on TextBlock { markdown }
  }
`);

/** A block before its figures are there. */
export type Outline = ResultOf<typeof BlockOutline>;
